//! Any number of copies of one file, in any order: what a file says is a function of the changes that it knows.
//!
//! [`model`] is this function once more, from the design and not from the program; [`search`] goes through all
//! orders of a few acts, in the model and in the program; [`lives`] plays long random lives over all tables.

pub mod acts;
mod lives;
mod model;
mod search;
pub mod world;
