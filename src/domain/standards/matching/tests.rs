//! Each way of matching, and how far it is trusted.

use super::*;

/// Standards 0 to 9 without parents.
fn flat(relations: &[(u32, Link, u32)]) -> StandardGraph {
    tree(vec![None; 10], relations)
}

fn tree(parents: Vec<Option<u32>>, relations: &[(u32, Link, u32)]) -> StandardGraph {
    let parents = parents.into_iter().map(|p| p.map(Node)).collect();
    let relations = relations
        .iter()
        .map(|(a, link, b)| (Node(*a), *link, Node(*b)));
    StandardGraph::new(parents, relations)
}

/// How a product that is aligned to these stands to a gap in standard 0: its words and how far it is trusted.
fn found(
    graph: &StandardGraph,
    aligned: &[(u32, Trust)],
    wide: bool,
) -> Option<(String, Option<Trust>)> {
    let stated = |node: Node| {
        let one = aligned.iter().find(|(at, _)| *at == node.0);
        one.map(|(_, trust)| *trust)
    };
    let found = graph.product_match(&graph.reached(Node(0)), wide, stated)?;
    Some((found.way.to_string(), found.trust))
}

fn verified(graph: &StandardGraph, node: u32) -> Option<(String, Option<Trust>)> {
    found(graph, &[(node, Trust::Verified)], false)
}

/// A match by this way, so far trusted.
macro_rules! is {
    ($way:expr, $trust:expr) => {
        Some(($way.to_owned(), Some($trust)))
    };
}

const COUNTS_FOR_NOTHING: Option<Trust> = None;

#[test]
fn the_same_standard_and_one_exact_step_are_as_stated() {
    let graph = flat(&[(0, Link::Exact, 1), (2, Link::Exact, 0)]);
    for node in [0, 1, 2] {
        assert_eq!(
            verified(&graph, node),
            is!("same", Trust::Verified),
            "M1, {node}"
        );
        assert_eq!(
            found(&graph, &[(node, Trust::Claimed)], false),
            is!("same", Trust::Claimed)
        );
        assert_eq!(
            found(&graph, &[(node, Trust::Recheck)], false),
            is!("same", Trust::Recheck)
        );
    }
    assert_eq!(verified(&graph, 3), None);
}

#[test]
fn two_exact_steps_are_at_most_claimed_and_three_are_nothing() {
    let graph = flat(&[
        (0, Link::Exact, 1),
        (2, Link::Exact, 1),
        (2, Link::Exact, 3),
    ]);
    assert_eq!(
        verified(&graph, 2),
        is!("same, 2 steps", Trust::Claimed),
        "M2"
    );
    assert_eq!(verified(&graph, 3), None);
    // What is one step away counts as one, though two lead there as well.
    let graph = flat(&[
        (0, Link::Exact, 1),
        (1, Link::Exact, 2),
        (0, Link::Exact, 2),
    ]);
    assert_eq!(verified(&graph, 2), is!("same", Trust::Verified));
}

#[test]
fn what_was_replaced_is_at_most_claimed_either_way() {
    let graph = flat(&[(0, Link::Replaced, 1), (2, Link::Replaced, 0)]);
    assert_eq!(verified(&graph, 1), is!("newer", Trust::Claimed));
    assert_eq!(verified(&graph, 2), is!("older", Trust::Claimed));
}

#[test]
fn what_is_above_or_known_for_an_area_is_wider() {
    let graph = tree(vec![Some(1), Some(2), None], &[]);
    assert_eq!(verified(&graph, 1), is!("wider", Trust::Claimed));
    assert_eq!(verified(&graph, 2), is!("wider", Trust::Claimed));
    assert_eq!(
        found(&graph, &[(0, Trust::Verified)], true),
        is!("wider", Trust::Claimed)
    );
}

#[test]
fn what_is_below_is_verified_only_with_every_leaf() {
    // Under the gap: a leaf 1, and a branch 2 with the leaves 3 and 4.
    let graph = tree(vec![None, Some(0), Some(0), Some(2), Some(2)], &[]);
    assert_eq!(graph.leaves(Node(0)), 3);
    let sure = |nodes: &[u32]| -> Vec<(u32, Trust)> {
        nodes.iter().map(|node| (*node, Trust::Verified)).collect()
    };
    let narrower = |nodes: &[u32]| found(&graph, &sure(nodes), false);
    assert_eq!(narrower(&[1, 3]), is!("narrower 2/3", Trust::Claimed), "M3");
    assert_eq!(
        narrower(&[1, 3, 4]),
        is!("narrower 3/3", Trust::Verified),
        "M3"
    );
    let mut mixed = sure(&[1, 3]);
    mixed.push((4, Trust::Claimed));
    assert_eq!(
        found(&graph, &mixed, false),
        is!("narrower 3/3", Trust::Claimed)
    );
    // A product aligned to a branch is not proven on its leaves.
    assert_eq!(narrower(&[2]), is!("narrower 2/3", Trust::Claimed));
    assert_eq!(narrower(&[2, 1]), is!("narrower 3/3", Trust::Recheck));
    assert_eq!(
        narrower(&[2, 3, 4, 1]),
        is!("narrower 3/3", Trust::Verified)
    );
}

#[test]
fn related_and_before_count_for_nothing() {
    let graph = flat(&[
        (0, Link::Related, 1),
        (2, Link::Precedes, 0),
        (0, Link::Precedes, 3),
    ]);
    assert_eq!(
        verified(&graph, 1),
        Some(("related".to_owned(), COUNTS_FOR_NOTHING)),
        "M4"
    );
    assert_eq!(
        verified(&graph, 2),
        Some(("before".to_owned(), COUNTS_FOR_NOTHING))
    );
    assert_eq!(verified(&graph, 3), None);
    let wide = found(&graph, &[(1, Trust::Verified)], true);
    assert_eq!(wide, Some(("related".to_owned(), COUNTS_FOR_NOTHING)));
}

#[test]
fn the_way_that_proves_more_stands_before_the_nearer_one() {
    // The gap is aligned to by a claim, and by a proof one exact step away.
    let graph = flat(&[(0, Link::Exact, 1), (0, Link::Related, 2)]);
    let both = [(0, Trust::Claimed), (1, Trust::Verified)];
    assert_eq!(found(&graph, &both, false), is!("same", Trust::Verified));
    let related_too = [(0, Trust::Claimed), (2, Trust::Verified)];
    assert_eq!(
        found(&graph, &related_too, false),
        is!("same", Trust::Claimed)
    );
}

#[test]
fn a_circle_of_parents_ends() {
    let graph = tree(vec![Some(1), Some(0)], &[]);
    assert_eq!(graph.above(Node(0)).count(), DEEPEST);
    assert!(!graph.below(Node(0)).is_empty());
}

#[test]
fn a_large_graph_stays_small() {
    let parents = (0..30_000_u32)
        .map(|at| (at > 0).then(|| Node((at - 1) / 10)))
        .collect();
    let relations =
        (0..60_000_u32).map(|at| (Node(at / 2), Link::Exact, Node((at * 7 + 1) % 30_000)));
    let graph = StandardGraph::new(parents, relations);
    let bytes = graph.parents.capacity() * size_of::<Option<Node>>()
        + graph.children.all.capacity() * size_of::<Node>()
        + graph.links.all.capacity() * size_of::<(Link, bool, Node)>()
        + (graph.children.starts.capacity() + graph.links.starts.capacity()) * size_of::<u32>();
    assert!(bytes < 2_500_000, "{bytes} bytes");
    assert_eq!(graph.reached(Node(29_999)).len(), {
        let ways = graph.reached(Node(29_999));
        let mut nodes: Vec<Node> = ways
            .iter()
            .map(|way| match way {
                Reached::By(_, node) | Reached::Leaf(node, _) | Reached::Branch(node, _) => *node,
            })
            .collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes.len()
    });
}
