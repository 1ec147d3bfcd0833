//! All that surrounds the service: clock, schedule, Regions, network, principals, trail, saves.
