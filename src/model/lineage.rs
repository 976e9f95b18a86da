//! Which change knew which, where several copies of a file wrote: each names the newest changes that its
//! author's copy held, as a commit of git names its parents.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// The parents that a change names can't be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OddParents {
    /// One of them does not come before it: nobody knows it, or it comes later, or it is the change itself.
    NotBefore,
    /// None at all, though only the first change of a file knew nothing; or one of them twice.
    NoneOrTwice,
    /// More branches than can be followed.
    TooMany,
}

/// So many steps are taken in all to follow who knew what. A file with a thousand branches that were all
/// merged with each other takes two million; whoever writes a bundle could ask for thousands of times more.
const MOST: usize = 4_000_000;

/// The changes of a file, or of two that are merged, each after those that it knew. A change is called by
/// its place here, from 0.
#[derive(Clone, Debug, Default)]
pub struct Lineage {
    places: HashMap<String, usize>,
    changes: Vec<Known>,
    /// The newest change of each line.
    newest: Vec<usize>,
    taken: usize,
}

/// A change belongs to one line of changes, of which each knew the one before.
#[derive(Clone, Debug)]
struct Known {
    uid: String,
    parents: Vec<usize>,
    line: usize,
    /// How many changes of its line come before it.
    depth: usize,
    /// How many changes it knew of other lines; shared by those that learnt nothing since.
    others: Rc<BTreeMap<usize, usize>>,
    stamp: Stamp,
}

/// The moment of a change; one that is no later than what the change knew, since clocks differ, is that of the
/// newest which it knew, counted on. So whatever a change knew has a lower stamp, in every copy alike.
type Stamp = (Rc<str>, usize);

fn stamp<'a>(at: &str, known: impl Iterator<Item = &'a Stamp>) -> Stamp {
    match known.max() {
        Some((newest, count)) if **newest >= *at => (Rc::clone(newest), count + 1),
        _ => (at.into(), 0),
    }
}

impl Lineage {
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The place of a change.
    pub fn place(&self, uid: &str) -> Option<usize> {
        self.places.get(uid).copied()
    }

    /// The identities of the changes that one knew and that nothing else which it knew had known.
    pub fn parents(&self, place: usize) -> Vec<String> {
        self.changes[place].parents.iter().map(|p| self.changes[*p].uid.clone()).collect()
    }

    /// Adds a change of the moment `at` (2024-09-30T13:05:00Z) that knew the changes with these identities, and
    /// what these knew.
    pub fn add(&mut self, (uid, at): (&str, &str), parents: &[String]) -> Result<usize, OddParents> {
        let places: Option<Vec<usize>> = parents.iter().map(|uid| self.place(uid)).collect();
        self.add_after((uid, at), places.ok_or(OddParents::NotBefore)?)
    }

    /// Adds a change that knew all of these heads.
    pub fn add_to(&mut self, change: (&str, &str), heads: &Heads) -> Result<usize, OddParents> {
        self.add_after(change, heads.0.iter().copied().collect())
    }

    fn add_after(&mut self, (uid, at): (&str, &str), parents: Vec<usize>) -> Result<usize, OddParents> {
        let place = self.changes.len();
        let distinct: BTreeSet<&usize> = parents.iter().collect();
        if self.places.contains_key(uid) || distinct.len() != parents.len() || parents.is_empty() != (place == 0) {
            return Err(OddParents::NoneOrTwice);
        }
        let before = parents.iter().map(|p| &self.changes[*p]);
        let goes_on = parents.iter().copied().find(|p| self.newest[self.changes[*p].line] == *p);
        let (line, depth) = match goes_on {
            Some(p) => (self.changes[p].line, self.changes[p].depth + 1),
            None => (self.newest.len(), 0),
        };
        let others = match (&parents[..], goes_on) {
            ([one], Some(_)) => Rc::clone(&self.changes[*one].others),
            _ => {
                self.taken += before.clone().map(|k| k.others.len() + 1).sum::<usize>();
                if self.taken > MOST {
                    return Err(OddParents::TooMany);
                }
                let mut others = BTreeMap::new();
                for known in before {
                    let own = (known.line, known.depth + 1);
                    for (of, count) in known.others.iter().map(|(of, count)| (*of, *count)).chain([own]) {
                        let most = others.entry(of).or_insert(count);
                        *most = count.max(*most);
                    }
                }
                others.remove(&line);
                Rc::new(others)
            }
        };
        let stamp = stamp(at, parents.iter().map(|p| &self.changes[*p].stamp));
        if line == self.newest.len() {
            self.newest.push(place);
        }
        self.newest[line] = place;
        self.places.insert(uid.to_string(), place);
        self.changes.push(Known { uid: uid.to_string(), parents, line, depth, others, stamp });
        Ok(place)
    }

    /// By this changes are ordered, in every copy alike: after all that they knew.
    pub fn order(&self, place: usize) -> Option<(&str, usize, &str)> {
        self.changes.get(place).map(|c| (&*c.stamp.0, c.stamp.1, c.uid.as_str()))
    }

    /// Whether the change at `later` knew the one at `earlier`.
    pub fn happened_before(&self, earlier: usize, later: usize) -> bool {
        let (Some(a), Some(b)) = (self.changes.get(earlier), self.changes.get(later)) else { return false };
        if a.line == b.line { a.depth < b.depth } else { b.others.get(&a.line).is_some_and(|known| a.depth < *known) }
    }
}

/// The newest changes of a list: those that no other of the list knew.
#[derive(Clone, Debug, Default)]
pub struct Heads(BTreeSet<usize>);

impl Heads {
    /// The list goes on with a change, which comes after all that it knew.
    pub fn add(&mut self, lineage: &Lineage, place: usize) {
        for parent in &lineage.changes[place].parents {
            self.0.remove(parent);
        }
        self.0.insert(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `d:b,c` is a change d that knew b and c.
    fn lineage(text: &str) -> Result<Lineage, OddParents> {
        let mut lineage = Lineage::default();
        for change in text.split(' ') {
            let (uid, parents) = change.split_once(':').expect("a colon");
            let parents: Vec<String> = parents.split(',').filter(|p| !p.is_empty()).map(str::to_string).collect();
            lineage.add((uid, ""), &parents)?;
        }
        Ok(lineage)
    }

    /// All that a change knew, by the definition: its parents, and what these knew.
    fn ancestors(lineage: &Lineage, of: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for parent in &lineage.changes[of].parents {
            found.insert(*parent);
            found.extend(ancestors(lineage, *parent));
        }
        found
    }

    #[test]
    fn two_that_did_not_know_each_other_are_known_by_whoever_merged_them() {
        let l = lineage("a: b:a c:a d:b,c").unwrap();
        let known = |uid: &str, by: &str| l.happened_before(l.place(uid).unwrap(), l.place(by).unwrap());
        assert!(known("a", "b") && known("a", "c") && known("b", "d") && known("c", "d") && known("a", "d"));
        assert!(!known("b", "c") && !known("c", "b") && !known("b", "a") && !known("b", "b"));
        assert_eq!(l.parents(3), ["b", "c"]);
    }

    #[test]
    fn parents_that_cannot_be_are_refused() {
        for (text, why) in [
            ("a: b:x", OddParents::NotBefore),
            ("a: b:b", OddParents::NotBefore),
            ("a: b:a,c c:b", OddParents::NotBefore),
            ("a:a", OddParents::NotBefore),
            ("a: b:", OddParents::NoneOrTwice),
            ("a: b:a,a", OddParents::NoneOrTwice),
            ("a: b:a b:a", OddParents::NoneOrTwice),
        ] {
            assert_eq!(lineage(text).map(|_| ()), Err(why), "{text}");
        }
    }

    /// Each of seven changes with one or two parents out of those before it, every way: 21 x 15 x 10 x 6 x 3.
    #[test]
    fn every_way_to_know_agrees_with_the_definition() {
        let choices = |n: usize| -> Vec<Vec<usize>> {
            let one = (0..n).map(|a| vec![a]);
            one.chain((0..n).flat_map(move |a| (0..a).map(move |b| vec![a, b]))).collect()
        };
        let mut all = vec![Lineage::default()];
        all[0].add_after(("0", ""), vec![]).unwrap();
        for n in 1..7 {
            let grown = all.iter().flat_map(|l| {
                choices(n).into_iter().map(move |parents| {
                    let mut l = l.clone();
                    l.add_after((&n.to_string(), ""), parents).unwrap();
                    l
                })
            });
            // The last change alone is looked at, so what came before is only kept where it goes on.
            let grown: Vec<Lineage> = grown.collect();
            for l in &grown {
                let knew = ancestors(l, n);
                for earlier in 0..=n {
                    assert_eq!(l.happened_before(earlier, n), knew.contains(&earlier), "{l:?}");
                    assert!(!l.happened_before(n, earlier));
                    assert!(!knew.contains(&earlier) || l.order(earlier) < l.order(n), "{l:?}");
                }
            }
            all = grown;
        }
        println!("{} lineages", all.len());
        assert_eq!(all.len(), 3 * 6 * 10 * 15 * 21);
    }

    #[test]
    fn more_branches_than_can_be_followed_are_refused() {
        let mut l = Lineage::default();
        l.add(("0", ""), &[]).unwrap();
        let mut heads = Heads::default();
        let mut refused = None;
        for n in 1..4_000 {
            // Each branch begins at the first change, and each merge knows all.
            let branch = l.add((&format!("b{n}"), ""), &["0".to_string()]).unwrap();
            heads.add(&l, branch);
            match l.add_to((&format!("m{n}"), ""), &heads) {
                Ok(merge) if n % 2 == 0 => heads.add(&l, merge),
                Ok(_) => {}
                Err(why) => {
                    refused = Some(why);
                    break;
                }
            }
        }
        assert_eq!(refused, Some(OddParents::TooMany));
    }

    /// The clock of the copy in which b was made is years ahead.
    #[test]
    fn whatever_the_clocks_say_a_change_comes_after_what_it_knew() {
        let mut l = Lineage::default();
        let mut add = |uid: &str, at: &str, parents: &[&str]| {
            l.add((uid, at), &parents.iter().map(|p| p.to_string()).collect::<Vec<_>>()).unwrap();
        };
        add("a", "2026-01-01T09:00:00Z", &[]);
        add("b", "2031-01-01T09:00:00Z", &["a"]);
        add("c", "2026-01-02T09:00:00Z", &["b"]);
        add("d", "2026-01-03T09:00:00Z", &["a"]);
        add("e", "2031-01-01T09:00:01Z", &["c", "d"]);
        let mut places: Vec<usize> = (0..l.len()).collect();
        places.sort_by_key(|p| l.order(*p));
        assert_eq!(places.into_iter().map(|p| l.changes[p].uid.as_str()).collect::<String>(), "adbce");
    }

    #[test]
    fn the_heads_of_a_list_are_those_that_nothing_of_it_knew() {
        let l = lineage("a: b:a c:a d:b e:c,d").unwrap();
        let heads = |places: &[usize]| {
            let mut heads = Heads::default();
            places.iter().for_each(|p| heads.add(&l, *p));
            heads.0.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(heads(&[0, 1]), [1]);
        assert_eq!(heads(&[0, 1, 2]), [1, 2]);
        assert_eq!(heads(&[0, 2, 1, 3]), [2, 3]);
        assert_eq!(heads(&[0, 1, 2, 3, 4]), [4]);
    }
}
