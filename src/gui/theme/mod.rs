//! Every colour, size and spacing of the window.
