//! From what a gap names to what products are aligned to: by the same standard, by relations of one or two steps, by
//! the tree of a framework. Three steps or more lead nowhere, as chains drift. Standards are numbers here, in whatever
//! order the store counts them: 30,000 of them with 60,000 relations are about two megabytes.

use std::fmt;

use crate::domain::record::words;

words! {
    /// How far it is trusted that a product teaches a standard, least first.
    Trust {
        /// A file says so.
        Claimed = "claimed",
        /// A person verified it, and it is to be looked at again; counts as claimed.
        Recheck = "recheck",
        /// A person verified it, and it holds.
        Verified = "verified",
    }
}

/// A standard, by its number in a [`StandardGraph`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(pub u32);

/// What a relation is good for, when a way is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// An exact match or a translation, in either direction; also what a person here said is the same.
    Exact,
    /// The destination came in the place of the origin.
    Replaced,
    /// A peer, something related, or a row of a crosswalk that nobody accepted.
    Related,
    /// The origin comes before the destination.
    Precedes,
}

/// The way from a gap to a standard that a product is aligned to, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchWay {
    /// The same standard, or one exact step away.
    Same,
    /// Two exact steps away.
    SameTwoSteps,
    /// It came in the place of the gap's.
    Newer,
    /// The gap's came in its place.
    Older,
    /// Below the gap's: so many of its leaves.
    Narrower {
        /// Leaves that the product is aligned to.
        leaves: u32,
        /// All leaves below the gap's.
        of: u32,
    },
    /// Above the gap's, or the gap is known only for the area above it.
    Wider,
    /// Related, which counts for nothing.
    Related,
    /// Comes before it: something to try first.
    Before,
}

impl MatchWay {
    /// As far as this way lets what is stated be trusted; none where it counts for nothing.
    pub fn at_most(self, stated: Trust) -> Option<Trust> {
        match self {
            MatchWay::Same => Some(stated),
            MatchWay::Narrower { leaves, of } if leaves == of => Some(stated),
            MatchWay::SameTwoSteps
            | MatchWay::Newer
            | MatchWay::Older
            | MatchWay::Wider
            | MatchWay::Narrower { .. } => Some(Trust::Claimed),
            MatchWay::Related | MatchWay::Before => None,
        }
    }

    /// The same way, for a gap that is known only for the area above its standard.
    #[must_use]
    pub fn of_an_area(self) -> MatchWay {
        match self {
            MatchWay::Related | MatchWay::Before => self,
            _ => MatchWay::Wider,
        }
    }
}

impl fmt::Display for MatchWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MatchWay::Same => f.pad("same"),
            MatchWay::SameTwoSteps => f.pad("same, 2 steps"),
            MatchWay::Newer => f.pad("newer"),
            MatchWay::Older => f.pad("older"),
            MatchWay::Narrower { leaves, of } => f.pad(&format!("narrower {leaves}/{of}")),
            MatchWay::Wider => f.pad("wider"),
            MatchWay::Related => f.pad("related"),
            MatchWay::Before => f.pad("before"),
        }
    }
}

/// A standard that a gap leads to. What is narrower is told leaf by leaf, as the product decides how many it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// By this way.
    By(MatchWay, Node),
    /// A leaf below the gap's standard, of so many.
    Leaf(Node, u32),
    /// Between the gap's standard and its leaves: a product aligned to it is narrower, and has the leaves below it.
    Branch(Node, u32),
}

impl Reached {
    /// The standard itself.
    pub fn node(self) -> Node {
        let (Reached::By(_, node) | Reached::Leaf(node, _) | Reached::Branch(node, _)) = self;
        node
    }
}

/// The relations and the trees of all standards that are loaded. Also those not loaded may be in it, as the middle
/// of two steps.
#[derive(Debug, Default)]
pub struct StandardGraph {
    parents: Vec<Option<Node>>,
    children: Adjacency<Node>,
    links: Adjacency<(Link, bool, Node)>,
}

/// For each node a run of things, one behind the other.
#[derive(Debug)]
struct Adjacency<T> {
    starts: Vec<u32>,
    all: Vec<T>,
}

impl<T> Default for Adjacency<T> {
    fn default() -> Adjacency<T> {
        Adjacency {
            starts: vec![0],
            all: Vec::new(),
        }
    }
}

impl<T: Copy + Ord> Adjacency<T> {
    fn new(nodes: usize, mut pairs: Vec<(Node, T)>) -> Adjacency<T> {
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = vec![0; nodes + 1];
        for (node, _) in &pairs {
            starts[node.0 as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Adjacency {
            starts,
            all: pairs.into_iter().map(|(_, thing)| thing).collect(),
        }
    }

    fn of(&self, node: Node) -> &[T] {
        let at = node.0 as usize;
        let bounds = self.starts.get(at).zip(self.starts.get(at + 1));
        let run = bounds.and_then(|(from, to)| self.all.get(*from as usize..*to as usize));
        run.unwrap_or(&[])
    }
}

impl StandardGraph {
    /// A graph of standards, each with its parent, and relations from an origin to a destination. What names a
    /// standard that is not in it is left out.
    pub fn new(
        parents: Vec<Option<Node>>,
        relations: impl IntoIterator<Item = (Node, Link, Node)>,
    ) -> StandardGraph {
        let nodes = parents.len();
        let known = |node: Node| (node.0 as usize) < nodes;
        let parents: Vec<Option<Node>> = parents
            .into_iter()
            .map(|p| p.filter(|p| known(*p)))
            .collect();
        let child = |(at, parent): (usize, &Option<Node>)| parent.map(|p| (p, Node(at as u32)));
        let children = parents.iter().enumerate().filter_map(child).collect();
        let relations = relations
            .into_iter()
            .filter(|(from, _, to)| known(*from) && known(*to) && from != to);
        let links = relations
            .flat_map(|(from, link, to)| [(from, (link, true, to)), (to, (link, false, from))]);
        StandardGraph {
            children: Adjacency::new(nodes, children),
            links: Adjacency::new(nodes, links.collect()),
            parents,
        }
    }

    /// Is nothing below it?
    pub fn is_leaf(&self, node: Node) -> bool {
        self.children.of(node).is_empty()
    }

    /// Those above it, the nearest first.
    pub fn above(&self, node: Node) -> impl Iterator<Item = Node> {
        let parent = |node: Node| self.parents.get(node.0 as usize).copied().flatten();
        // A circle of parents is refused at the door; a file from elsewhere must not hang here.
        std::iter::successors(parent(node), move |node| parent(*node)).take(DEEPEST)
    }

    /// Those below it, but not itself.
    pub fn below(&self, node: Node) -> Vec<Node> {
        let mut found = Vec::new();
        let mut waiting = vec![(node, 0)];
        while let Some((node, depth)) = waiting.pop() {
            for child in self.children.of(node) {
                found.push(*child);
                if depth < DEEPEST {
                    waiting.push((*child, depth + 1));
                }
            }
        }
        found
    }

    /// How many leaves are at or below it.
    pub fn leaves(&self, node: Node) -> u32 {
        let below = self.below(node);
        let leaves = below.into_iter().filter(|node| self.is_leaf(*node)).count();
        (leaves as u32).max(1)
    }

    fn linked(&self, node: Node, link: Link, forth: Option<bool>) -> impl Iterator<Item = Node> {
        let links = self.links.of(node).iter();
        let fits = move |(kind, ahead, _): &&(Link, bool, Node)| {
            *kind == link && forth.is_none_or(|forth| forth == *ahead)
        };
        links.filter(fits).map(|(_, _, to)| *to)
    }

    /// All that a gap in this standard leads to, each standard once, by its best way.
    pub fn reached(&self, gap: Node) -> Vec<Reached> {
        let mut found = vec![(gap, Reached::By(MatchWay::Same, gap))];
        let exact = |node| self.linked(node, Link::Exact, None);
        let by = |way| move |node| (node, Reached::By(way, node));
        found.extend(exact(gap).map(by(MatchWay::Same)));
        found.extend(exact(gap).flat_map(exact).map(by(MatchWay::SameTwoSteps)));
        let replaced = |forth| self.linked(gap, Link::Replaced, Some(forth));
        found.extend(replaced(true).map(by(MatchWay::Newer)));
        found.extend(replaced(false).map(by(MatchWay::Older)));
        let below = self.below(gap);
        let leaves = below.iter().filter(|node| self.is_leaf(**node)).count() as u32;
        found.extend(below.into_iter().map(|node| {
            let narrower = if self.is_leaf(node) {
                Reached::Leaf(node, leaves)
            } else {
                Reached::Branch(node, leaves)
            };
            (node, narrower)
        }));
        found.extend(self.above(gap).map(by(MatchWay::Wider)));
        found.extend(
            self.linked(gap, Link::Related, None)
                .map(by(MatchWay::Related)),
        );
        let before = self.linked(gap, Link::Precedes, Some(false));
        found.extend(before.map(by(MatchWay::Before)));
        // The first way found is the best; a stable sort keeps it in front.
        found.sort_by_key(|(node, _)| *node);
        found.dedup_by_key(|(node, _)| *node);
        found.into_iter().map(|(_, reached)| reached).collect()
    }

    /// How one product stands to a gap, by what it is aligned to: `aligned` says of a standard how far it is trusted
    /// that the product teaches it. Its best way that counts, else related or before, else none.
    pub fn product_match(
        &self,
        reached: &[Reached],
        wide: bool,
        aligned: impl Fn(Node) -> Option<Trust>,
    ) -> Option<ProductMatch> {
        let of_gap = |way: MatchWay| if wide { way.of_an_area() } else { way };
        let mut found: Option<ProductMatch> = None;
        let mut take = |way: MatchWay, stated: Trust, via: Option<Node>| {
            let way = of_gap(way);
            let one = ProductMatch {
                way,
                trust: way.at_most(stated),
                via,
            };
            let better = |before: &ProductMatch| one.rank() > before.rank();
            if found.as_ref().is_none_or(better) {
                found = Some(one);
            }
        };
        let mut narrower = Narrower::default();
        for one in reached {
            match one {
                Reached::By(way, node) => {
                    if let Some(stated) = aligned(*node) {
                        take(*way, stated, Some(*node));
                    }
                }
                Reached::Leaf(node, of) => narrower.take(*of, [*node], aligned(*node)),
                Reached::Branch(node, of) => {
                    if let Some(stated) = aligned(*node) {
                        let below = self.below(*node);
                        let leaves = below.into_iter().filter(|node| self.is_leaf(*node));
                        narrower.take(*of, leaves, Some(stated.min(Trust::Recheck)));
                    }
                }
            }
        }
        if let Some((way, stated)) = narrower.way() {
            take(way, stated, None);
        }
        found
    }
}

/// Deeper than any framework is: 64 levels are refused at the door.
const DEEPEST: usize = 64;

/// The leaves below a gap that a product is aligned to.
#[derive(Default)]
struct Narrower {
    of: u32,
    /// Each leaf with how far it is trusted.
    leaves: Vec<(Node, Trust)>,
}

impl Narrower {
    fn take(&mut self, of: u32, leaves: impl IntoIterator<Item = Node>, stated: Option<Trust>) {
        self.of = of;
        if let Some(stated) = stated {
            self.leaves
                .extend(leaves.into_iter().map(|leaf| (leaf, stated)));
        }
    }

    /// So many of the leaves, as far trusted as all of them are.
    fn way(mut self) -> Option<(MatchWay, Trust)> {
        self.leaves
            .sort_unstable_by_key(|(node, trust)| (*node, std::cmp::Reverse(*trust)));
        self.leaves.dedup_by_key(|(node, _)| *node);
        let stated = self.leaves.iter().map(|(_, trust)| *trust).min()?;
        let leaves = self.leaves.len() as u32;
        Some((
            MatchWay::Narrower {
                leaves,
                of: self.of,
            },
            stated,
        ))
    }
}

/// How one product stands to a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProductMatch {
    /// By which way.
    pub way: MatchWay,
    /// How far it is trusted; none where the way counts for nothing.
    pub trust: Option<Trust>,
    /// The standard it is aligned to; none where several leaves are.
    pub via: Option<Node>,
}

impl ProductMatch {
    /// What is better ranks higher: first what covers more, then what is nearer.
    fn rank(&self) -> (bool, std::cmp::Reverse<MatchWay>, Option<Trust>) {
        let proven = self.trust == Some(Trust::Verified);
        (proven, std::cmp::Reverse(self.way), self.trust)
    }
}

#[cfg(test)]
mod tests;
