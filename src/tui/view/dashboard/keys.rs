//! What the keys do on the dashboard: each opens a record in its own view, or has a person picked.

use super::cursor::PageRow;
use super::{Dashboard, DashboardFocus, ShownPage};
use crate::domain::change::Change;
use crate::domain::counted::counted;
use crate::domain::dashboard::{ActionStep, BOXES, DashboardAction};
use crate::domain::product::ProductId;
use crate::domain::record::RecordRef;
use crate::domain::review::PersonName;
use crate::domain::waste::WasteFigure;
use crate::office::deed::Deed;
use crate::office::deed::ownership;
use crate::office::query::form::FormOpening;
use crate::tui::command::{Command, Tab};
use crate::tui::effect::{Destination, Intent, Menu, MenuItem, Writing};
use crate::tui::scene::Scene;
use crate::tui::topic::Assignment;
use crate::tui::view::chosen::{ask_owner, decide_contract};

impl Dashboard {
    /// The action under the cursor if this key carries it out, else the first that it does.
    pub(super) fn first(&self, key: Command) -> Option<&DashboardAction> {
        let does = |action: &&DashboardAction| super::words::key(action) == key;
        let here = self.action().filter(does);
        here.or_else(|| self.actions().iter().find(does))
    }

    pub(super) fn verb(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        match (self.page, command) {
            (ShownPage::Front, Command::Open) => self.open(),
            (ShownPage::Front, Command::Decide) => self.decide(),
            (ShownPage::Front, Command::Who) => self.name_first(),
            (ShownPage::Front, Command::Related) => Some(vec![Intent::Menu(related())]),
            (ShownPage::Cells, Command::Open) => Some(vec![Intent::Go(Destination::Contract(
                self.cell()?.contract,
            ))]),
            (ShownPage::Cells, Command::Decide) => Some(decide_contract(self.cell()?.contract)),
            (ShownPage::Cells, Command::Edit) => {
                let line = self.cell()?;
                let opening = FormOpening::of(line.contract, line.number.to_string());
                Some(vec![Intent::Form(opening)])
            }
            (ShownPage::Cells, Command::Related) => Some(vec![Intent::Menu(self.of_cell()?)]),
            (ShownPage::Cells | ShownPage::Training, Command::Who) => {
                let (product, name) = self.product()?;
                Some(vec![ask_owner(vec![product], None, name)])
            }
            (ShownPage::Training, Command::Related) => {
                Some(vec![Intent::Menu(self.of_training()?)])
            }
            (ShownPage::Owners, Command::Related) => {
                Some(vec![Intent::Menu(self.handover(scene)?)])
            }
            (ShownPage::Owners, Command::Who) => self.name_post(),
            (ShownPage::Owners, Command::Open | Command::Edit) => self.edit_post(scene),
            (ShownPage::Training, Command::Open | Command::Edit) => self.edit_training(),
            (ShownPage::Owners | ShownPage::Training, Command::New) => self.new_training(),
            (_, Command::Product) => {
                let (product, _) = self.product()?;
                Some(vec![Intent::card(product, self.scope.clone())])
            }
            (_, Command::History) => self.history(),
            (_, Command::Note) => self.note(),
            _ => None,
        }
    }

    fn open(&mut self) -> Option<Vec<Intent>> {
        match self.focus {
            DashboardFocus::Head => self.open_cells(WasteFigure::Risk),
            DashboardFocus::Box(at) => self.open_cells(WasteFigure::Of(*BOXES.get(at)?)),
            DashboardFocus::Late => {
                let late = self.sums()?.late.first()?;
                let intent = match late.request {
                    Some(request) => Intent::Go(Destination::Request(request)),
                    None => Intent::Visit(Tab::Queue),
                };
                return Some(vec![intent]);
            }
            DashboardFocus::Standards => {
                return Some(vec![Intent::Visit(Tab::Standards)]);
            }
            DashboardFocus::Do(_) => return self.open_action(),
        }
        Some(Vec::new())
    }

    fn open_cells(&mut self, shows: WasteFigure) {
        self.shows = shows;
        self.turn_to(ShownPage::Cells);
        self.cells.update(Command::First);
    }

    fn open_action(&mut self) -> Option<Vec<Intent>> {
        let intent = match &self.action()?.step {
            ActionStep::Decide(contract) | ActionStep::Phone(contract) => {
                Intent::Go(Destination::Contract(*contract))
            }
            ActionStep::Plan(fingerprint) => Intent::Go(Destination::Overlap(fingerprint.clone())),
            ActionStep::Name { products, .. } => {
                self.wanted = products.first().copied().map(PageRow::Product);
                self.turn_to(ShownPage::Owners);
                return Some(Vec::new());
            }
            ActionStep::Train(product) => {
                self.wanted = Some(PageRow::Training(*product, None));
                self.turn_to(ShownPage::Training);
                return Some(Vec::new());
            }
        };
        Some(vec![intent])
    }

    fn decide(&self) -> Option<Vec<Intent>> {
        let intent = match &self.first(Command::Decide)?.step {
            ActionStep::Decide(contract) => Intent::Go(Destination::Contract(*contract)),
            ActionStep::Plan(fingerprint) => Intent::Go(Destination::Overlap(fingerprint.clone())),
            ActionStep::Phone(_) | ActionStep::Name { .. } | ActionStep::Train(_) => return None,
        };
        Some(vec![intent, Intent::Then(Command::Decide)])
    }

    fn name_first(&self) -> Option<Vec<Intent>> {
        let action = self.first(Command::Who)?;
        let ActionStep::Name { products, only } = &action.step else {
            return None;
        };
        let what = only
            .clone()
            .unwrap_or_else(|| counted(products.len(), "product"));
        Some(vec![ask_owner(products.clone(), None, what)])
    }

    /// Somebody for the role under the cursor, of the marked products or of this one.
    fn name_post(&self) -> Option<Vec<Intent>> {
        let (row, post) = self.post()?;
        let (role, name) = (post.role, row.name.clone());
        let products: Vec<ProductId> = self.owners.chosen().into_iter().copied().collect();
        let what = match products.len() {
            0 | 1 => format!("{name} as {role}"),
            many => format!("{many} products as {role}"),
        };
        Some(vec![ask_owner(products, Some(role), what)])
    }

    /// Unmarks the products somebody was picked for.
    pub(super) fn unmark(&mut self) {
        if self.page == ShownPage::Owners {
            self.owners.unmark();
        }
    }

    /// What a leaver holds, to read or to move; of somebody who is here the same.
    fn handover(&self, scene: &Scene) -> Option<Menu> {
        let (row, post) = self.post()?;
        let card = Intent::Run(Command::Product);
        let mut items = vec![MenuItem::new('p', format!("{}: card", row.name), card)];
        if let Some(who) = &post.person {
            items.push(MenuItem::owner(who));
            let line = format!("hand over everything {} holds", who.name);
            let does = Intent::PickPerson {
                about: Assignment::Handover(who.login.clone()),
                title: format!("Who takes over everything {} holds", who.name),
            };
            // Said before somebody is picked, and not after.
            let handing = Change::Handover {
                what: String::new(),
                from: who.login.clone(),
                to: String::new(),
            };
            let may = handing.allowed_to(&scene.roles).err().map(String::from);
            let off = scene.why_off(Command::Who).or(may);
            let off = off.map(|why| format!("It is off: {why}."));
            items.push(MenuItem::new('m', line, does).unless(off));
        }
        if let Some(held) = self.held().filter(|held| !held.is_empty()) {
            let lines = held.iter();
            let lines = lines.map(|one| format!("{:<18} {}", one.what, one.name));
            let page = Intent::Page(lines.collect::<Vec<_>>().join("\n"));
            items.push(MenuItem::new('v', "what that is, to read", page));
        }
        Some(Menu {
            title: format!("Related to {} of {}", post.role, row.name),
            items,
            about_rows: false,
        })
    }

    fn edit_post(&self, scene: &Scene) -> Option<Vec<Intent>> {
        let (row, post) = self.post()?;
        let opening = match self.owner_record(row.product, post) {
            Some(id) => FormOpening::of(id, format!("{} of {}", post.role, row.name)),
            None => FormOpening::new_owner(row.product, &row.name, post.role, scene.now.date()),
        };
        Some(vec![Intent::Form(opening)])
    }

    fn edit_training(&self) -> Option<Vec<Intent>> {
        let key = *self.trained.selected()?;
        let row = self.training_row(key)?;
        let mut records = self.coverage.as_ref()?.records.iter();
        let record = records.find(|(product, school, _)| (*product, *school) == key);
        let name = format!("training in {} at {}", row.product_name, row.school_name);
        let opening = match record {
            Some((.., id)) => FormOpening::of(*id, name),
            None => FormOpening::new_training(row.product, &row.product_name, Some(row.school)),
        };
        Some(vec![Intent::Form(opening)])
    }

    fn new_training(&self) -> Option<Vec<Intent>> {
        let (product, name) = self.product()?;
        let school = match self.page {
            ShownPage::Training => self.trained.selected().map(|(_, school)| *school),
            _ => self.school(),
        };
        Some(vec![Intent::Form(FormOpening::new_training(
            product, &name, school,
        ))])
    }

    /// The product under the cursor.
    fn product(&self) -> Option<(ProductId, String)> {
        match self.page {
            ShownPage::Front => match &self.action()?.step {
                ActionStep::Name { products, only } => {
                    Some((*products.first()?, only.clone().unwrap_or_default()))
                        .filter(|(_, name)| !name.is_empty())
                }
                _ => None,
            },
            ShownPage::Cells => {
                let line = self.cell()?;
                Some((line.cell.product, line.product_name.to_string()))
            }
            ShownPage::Owners => {
                let row = self.owner_row(*self.owners.selected()?)?;
                Some((row.product, row.name.clone()))
            }
            ShownPage::Training => {
                let row = self.training_row(*self.trained.selected()?)?;
                Some((row.product, row.product_name.clone()))
            }
        }
    }

    fn history(&self) -> Option<Vec<Intent>> {
        let (record, name) = self.record()?;
        Some(vec![Intent::History(record, name)])
    }

    fn note(&self) -> Option<Vec<Intent>> {
        let (record, name) = self.record()?;
        Some(vec![Intent::Write(Writing::note(record, name))])
    }

    /// What the row under the cursor is about: a contract among the cells, else a product.
    pub(super) fn record(&self) -> Option<(RecordRef, String)> {
        if self.page == ShownPage::Cells {
            let line = self.cell()?;
            return Some((line.contract.into(), line.number.to_string()));
        }
        if let Some(DashboardAction {
            step: ActionStep::Decide(contract) | ActionStep::Phone(contract),
            names,
            ..
        }) = self.action()
        {
            return Some(((*contract).into(), names.clone()));
        }
        let (product, name) = self.product()?;
        Some((product.into(), name))
    }

    fn of_cell(&self) -> Option<Menu> {
        let line = self.cell()?;
        let (number, product) = (&line.number, &line.product_name);
        let contract = MenuItem::new(
            'c',
            format!("contract {number}, among the renewals"),
            Intent::Go(Destination::Contract(line.contract)),
        );
        let items = [contract].into_iter().chain(of_product(product)).collect();
        Some(Menu {
            title: format!("Related to {number} {product}"),
            items,
            about_rows: false,
        })
    }

    fn of_training(&self) -> Option<Menu> {
        let (_, name) = self.product()?;
        let items = of_product(&name).into();
        Some(Menu {
            title: format!("Related to training in {name}"),
            items,
            about_rows: false,
        })
    }
}

fn related() -> Menu {
    Menu {
        title: "Ownership and training".into(),
        items: vec![
            MenuItem::new(
                'w',
                "who answers for each product, the gaps first",
                Intent::Run(Command::Owners),
            ),
            MenuItem::new(
                't',
                "who is trained in what, and how many are missing",
                Intent::Run(Command::Training),
            ),
        ],
        about_rows: false,
    }
}

/// Everything goes from one to the other.
pub(super) fn hand_over(from: String, to: &PersonName) -> Vec<Intent> {
    let to = to.clone();
    let handing = ownership::Handover { from, to };
    vec![Intent::Change(Deed::Handover(Box::new(handing)))]
}

/// What belongs to the product of a row.
fn of_product(name: &str) -> [MenuItem; 2] {
    let owners = "who answers for each product, the gaps first";
    [
        MenuItem::new('p', format!("{name}: card"), Intent::Run(Command::Product)),
        MenuItem::new('w', owners, Intent::Run(Command::Owners)),
    ]
}
