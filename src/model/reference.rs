//! A reference is a path: ID-2021/4.1 is an objective, ID-2021/4.1/2 an activity under it.

use super::{Refusal, text};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    pub plan: String,
    pub objective: String,
    pub activity: Option<String>,
}

impl Reference {
    /// Reads a path. Without a plan in front (`4.1`, `4.1/2`) the one given in `plan` counts.
    ///
    /// A first part that `is_plan` knows is a plan; so `4.1/2` is an activity and `ID-2021/4` an objective.
    pub fn parse(text: &str, plan: Option<&str>, is_plan: impl Fn(&str) -> bool) -> Result<Reference, Refusal> {
        // A mark that a list puts behind what is made up is no part of it.
        let seen = text::seen(text);
        let parts: Vec<&str> = seen.trim_end_matches(['◊', ' ']).split('/').map(str::trim).collect();
        let refused = || Refusal::NotAReference { value: text.to_string() };
        if parts.iter().any(|p| p.is_empty()) {
            return Err(refused());
        }
        let owned = |p: &str, o: &str, a: Option<&str>| Reference {
            plan: p.to_string(),
            objective: o.to_string(),
            activity: a.map(str::to_string),
        };
        match (&parts[..], plan) {
            ([p, o, a], _) => Ok(owned(p, o, Some(a))),
            ([p, o], Some(default)) if !is_plan(p) => Ok(owned(default, p, Some(o))),
            ([p, o], _) => Ok(owned(p, o, None)),
            ([o], Some(default)) => Ok(owned(default, o, None)),
            ([_], None) => Err(Refusal::NoPlan { value: text.trim().to_string(), nearest: vec![] }),
            _ => Err(refused()),
        }
    }

    pub fn of_objective(plan: &str, objective: &str) -> Reference {
        Reference { plan: plan.to_string(), objective: objective.to_string(), activity: None }
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Reference::parse(&String::deserialize(d)?, None, |_| true).map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}/{}", self.plan, self.objective)?;
        self.activity.iter().try_for_each(|a| write!(f, "/{a}"))
    }
}
