//! All tests that run the built program. One binary, so that it is linked once.

mod corpus;
mod crash;
mod damaged;
mod deeds;
mod faults;
mod filters;
mod frozen;
mod full;
mod guarded;
mod house;
mod independent;
mod killed;
mod limits;
mod manual;
mod merged;
mod places;
mod power;
mod properties;
mod returned;
mod scale;
mod schema;
mod stories;
mod support;
mod tampered;
mod together;
mod windows;
