//! All tests that run the built program. One binary, so that it is linked once.

mod house;
mod manual;
mod crash;
mod independent;
mod properties;
mod stories;
mod support;
mod together;
