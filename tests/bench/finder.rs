//! How long the finder takes for each letter typed: the search alone, without screen and answer.
//! Sizes: `HALLPASS_BENCH_PRODUCTS=3000,30000`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::time::Duration;

use hallpass::domain::find::{Finder, FinderEntry};
use hallpass::domain::product::ProductId;
use support::{ms, percentile, product, sizes, timed, told};

fn main() {
    for products in sizes("HALLPASS_BENCH_PRODUCTS", &[3_000, 30_000]) {
        let size = format!("{products}-products");
        let entries: Vec<FinderEntry> = (0..products)
            .map(|n| FinderEntry {
                id: ProductId(n as i64),
                name: product(n),
                vendor: Some(format!("Vendor {}", n % 300)),
                ..FinderEntry::default()
            })
            .collect();
        let (built, finder) = timed(|| Finder::new(entries));
        told("finder_build", &size, ms(built), "ms");
        for (what, typed) in [
            ("finder_letter", typed_well(products)),
            ("finder_misspelt", misspelt(products)),
        ] {
            let mut times: Vec<Duration> = Vec::new();
            for words in &typed {
                for (end, _) in words.char_indices().skip(1) {
                    let (time, found) = timed(|| finder.search(&words[..end], 50));
                    assert!(found.hits.len() <= 50);
                    times.push(time);
                }
            }
            for (share, name) in [(0.5, "p50"), (0.99, "p99"), (1.0, "max")] {
                let time = percentile(&mut times, share);
                told(&format!("{what}_{name}"), &size, ms(time), "ms");
            }
        }
        let mut times: Vec<Duration> = (0..200)
            .map(|n| timed(|| finder.twin(&product(n * 7 % products).replace('e', "ee"))).0)
            .collect();
        told(
            "finder_twins_p50",
            &size,
            ms(percentile(&mut times, 0.5)),
            "ms",
        );
    }
}

/// Forty names as people type them: small letters, some in another order, some without spaces.
fn typed_well(products: usize) -> Vec<String> {
    let name = |n: usize| product(n * 73 % products).to_lowercase();
    let typed = |n: usize| match n % 4 {
        1 => name(n).replace(' ', ""),
        2 => name(n).split(' ').rev().collect::<Vec<_>>().join(" "),
        _ => name(n),
    };
    (0..40).map(typed).collect()
}

/// Forty names with two letters swapped near the start.
fn misspelt(products: usize) -> Vec<String> {
    let typed = |n: usize| {
        let mut letters: Vec<char> = product(n * 91 % products).to_lowercase().chars().collect();
        letters.swap(2, 3);
        letters.into_iter().collect()
    };
    (0..40).map(typed).collect()
}
