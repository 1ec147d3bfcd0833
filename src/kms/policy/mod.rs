//! Policy documents: reading, judging and writing them.
