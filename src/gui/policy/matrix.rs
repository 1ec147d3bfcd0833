//! Principal by operation: what decides about each, computed a few cells a frame, anew only when the world changed.

use super::permissions::{Group, groups};
use crate::{
    gui::{desk::Desk, trail::WorldStamp},
    kms::{AccessQuestion, KeyId, Region, api::EncryptionContext, policy::Decision},
    world::PrincipalKind,
};

/// How many cells are decided in a frame: about a millisecond's work.
const CELLS_A_FRAME: usize = 160;

/// Someone who can ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Who {
    /// The name.
    pub name: String,
    /// Under which ARN it acts.
    pub acting_arn: String,
    /// User, role or root.
    pub kind: PrincipalKind,
    /// Its account, if that is not the key's.
    pub foreign_account: Option<String>,
}

impl Who {
    /// The name, and the account if it is another one.
    pub fn label(&self) -> String {
        match &self.foreign_account {
            Some(account) => format!("{} ({account})", self.name),
            None => self.name.clone(),
        }
    }
}

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct About {
    /// The key.
    pub key: KeyId,
    /// The Region whose endpoint would be called.
    pub region: Region,
    /// The encryption context of the requests.
    pub context: EncryptionContext,
}

/// What decides about each principal and operation.
#[derive(Default)]
pub(super) struct Matrix {
    about: Option<About>,
    stamp: WorldStamp,
    /// Who can ask: the columns.
    pub who: Vec<Who>,
    /// What can be asked, in groups: the rows.
    pub groups: Vec<Group>,
    operations: Vec<&'static str>,
    /// Row by row; nothing where it was not decided yet.
    cells: Vec<Option<Decision>>,
    /// The first cell that is yet to be decided.
    next: usize,
}

impl Matrix {
    /// Goes on deciding; whether all is decided. What was decided before the world changed stands until it is decided
    /// anew.
    pub fn update(&mut self, desk: &Desk, about: &About) -> bool {
        let stamp = WorldStamp::of(desk.world());
        if self.about.as_ref() != Some(about) || self.stamp != stamp {
            let same_key =
                self.about.as_ref().is_some_and(|it| it.key == about.key && it.region == about.region);
            self.about = Some(about.clone());
            self.stamp = stamp;
            self.next = 0;
            let shape = (std::mem::take(&mut self.who), std::mem::take(&mut self.operations));
            self.read(desk, about);
            if !same_key || shape != (self.who.clone(), self.operations.clone()) {
                self.cells = vec![None; self.who.len() * self.operations.len()];
            }
        }
        self.decide_some(desk, about);
        self.next >= self.cells.len()
    }

    fn read(&mut self, desk: &Desk, about: &About) {
        let Some((family, _)) = desk.member(&about.key, about.region) else {
            self.groups.clear();
            return;
        };
        self.groups = groups(family);
        self.operations = self.groups.iter().flat_map(|group| group.permissions.iter().copied()).collect();
        let who = desk.world().principals().iter().map(|it| Who {
            name: it.name.clone(),
            acting_arn: it.acting_arn(),
            kind: it.kind,
            foreign_account: (it.account != family.account).then(|| it.account.to_string()),
        });
        self.who = who.collect();
    }

    fn decide_some(&mut self, desk: &Desk, about: &About) {
        let end = (self.next + CELLS_A_FRAME).min(self.cells.len());
        for at in self.next..end {
            let (row, column) = (at / self.who.len(), at % self.who.len());
            let question = AccessQuestion {
                region: about.region,
                key: &about.key,
                operation: self.operations[row],
                encryption_context: &about.context,
            };
            self.cells[at] = desk.world().decide_access(&self.who[column].acting_arn, question, None);
        }
        self.next = end;
    }

    /// What decides about the operation of a row and the principal of a column, if that is known yet.
    pub fn cell(&self, row: usize, column: usize) -> Option<&Decision> {
        self.cells.get(row * self.who.len() + column)?.as_ref()
    }

    /// The operations of all groups, row by row.
    pub fn operations(&self) -> &[&'static str] {
        &self.operations
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workloads::demo;

    #[test]
    fn the_matrix_is_decided_bit_by_bit_and_once() {
        let desk = Desk::new(demo::stage().expect("the demo"));
        let region = desk.world().regions()[0];
        let (_, _, alias) = desk.world().store().aliases_in(region).next().expect("there is one");
        let about = About { key: alias.target.clone(), region, context: EncryptionContext::new() };
        let mut matrix = Matrix::default();
        assert!(!matrix.update(&desk, &about), "not in one frame");
        assert!(matrix.cell(0, 0).is_some());
        let frames = (1..10).find(|_| matrix.update(&desk, &about)).expect("it ends");
        assert!(frames < 6);
        let count = matrix.operations().len() * matrix.who.len();
        assert!(count > 300 && (0..count).all(|at| matrix.cells[at].is_some()));
        let next = matrix.next;
        assert!(matrix.update(&desk, &about) && matrix.next == next);
    }
}
