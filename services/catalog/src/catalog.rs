//! Products and how they are found.

use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Product {
    pub id: &'static str,
    pub name: &'static str,
    pub cents: u32,
}

pub struct Catalog(Vec<Product>);

impl Catalog {
    pub fn new(products: Vec<Product>) -> Self {
        Catalog(products)
    }

    pub fn example() -> Self {
        Catalog::new(vec![
            Product {
                id: "p1",
                name: "Copper kettle",
                cents: 6900,
            },
            Product {
                id: "p2",
                name: "Tea strainer",
                cents: 850,
            },
            Product {
                id: "p3",
                name: "Cast iron teapot",
                cents: 5450,
            },
        ])
    }

    pub fn get(&self, id: &str) -> Option<&Product> {
        self.0.iter().find(|product| product.id == id)
    }

    /// Products whose name contains `text` and that cost at most `most`, cheapest first.
    pub fn search(&self, text: &str, most: Option<u32>) -> Vec<&Product> {
        let text = text.to_lowercase();
        let mut found: Vec<_> = self
            .0
            .iter()
            .filter(|product| product.name.to_lowercase().contains(&text))
            .filter(|product| most.is_none_or(|most| product.cents <= most))
            .collect();
        found.sort_by_key(|product| product.cents);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(found: Vec<&Product>) -> Vec<&str> {
        found.into_iter().map(|product| product.id).collect()
    }

    #[test]
    fn finds_by_name_cheapest_first() {
        assert_eq!(ids(Catalog::example().search("TEA", None)), ["p2", "p3"]);
    }

    #[test]
    fn leaves_out_what_costs_more() {
        assert_eq!(ids(Catalog::example().search("", Some(850))), ["p2"]);
    }

    #[test]
    fn knows_its_products() {
        assert_eq!(Catalog::example().get("p9"), None);
    }
}
