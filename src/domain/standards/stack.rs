//! Stacks: one standard that several products are bought for at one school, each seen to teach it there. What is bought
//! more than once, told standard by standard.

use std::collections::BTreeSet;

use crate::domain::grade::Grades;
use crate::domain::product::ProductId;

/// So many products on one standard at one school are a stack.
pub const STACKED: usize = 3;

/// The grades in which so many different products teach one standard at one school, each in the grades beside it; no grade
/// where it is no stack. Two parts of a product are one product.
pub fn stacked(products: &[(ProductId, Grades)], school: Grades) -> Grades {
    let in_grade = |grade| {
        let there = products
            .iter()
            .filter(|(_, grades)| grades.contains(grade))
            .map(|(product, _)| *product);
        there.collect::<BTreeSet<ProductId>>().len() >= STACKED
    };
    school.iter().filter(|grade| in_grade(*grade)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::grade::Grade;

    fn grades(first: i8, last: i8) -> Grades {
        Grades::span(Grade::new(first).unwrap(), Grade::new(last).unwrap())
    }

    #[test]
    fn three_products_in_one_grade_are_a_stack() {
        let school = grades(0, 5);
        let of = |number, first, last| (ProductId(number), grades(first, last));
        let three = [of(1, 0, 5), of(2, 3, 5), of(3, 4, 8)];
        // All three teach it in 4 and 5 only.
        assert_eq!(stacked(&three, school), grades(4, 5));
        assert_eq!(stacked(&three[..2], school), Grades::UNSAID);
        // Two parts of one product are one.
        let parts = [of(1, 0, 5), of(2, 0, 5), of(2, 0, 5)];
        assert_eq!(stacked(&parts, school), Grades::UNSAID);
        // Three products, and no grade in which all are.
        let apart = [of(1, 1, 2), of(2, 2, 3), of(3, 3, 4)];
        assert_eq!(stacked(&apart, school), Grades::UNSAID);
        assert_eq!(stacked(&three, grades(0, 3)), Grades::UNSAID);
    }
}
