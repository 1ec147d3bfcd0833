//! A global table whose items the client encrypts: written in any Region, replicated to all others. Of two writes of an
//! item the later one stays; of two at the same moment, that of the Region whose code comes last.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Act, CargoKind, FlowId, Records, Workload, plan::Plan};
use crate::{kms::Region, workloads::Stage};

/// A global table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GlobalTable {
    /// Its name.
    pub name: Arc<str>,
    /// How its clients encrypt and decrypt items.
    pub items: Records,
}

impl GlobalTable {
    fn path(&self, item: &str) -> String {
        format!("{}/{item}", self.name)
    }

    /// What writing an item in a Region does. A reader, if there is one, opens it in every other Region when it has
    /// arrived.
    pub(super) fn put_plan(
        &self,
        region: Region,
        item: &str,
        data: &[u8],
        reader: Option<&Arc<str>>,
    ) -> Plan {
        let kind = (Workload::GlobalTable, CargoKind::TableItem);
        self.items.write_as(kind, region, &self.path(item), data, reader)
    }
}

impl Stage {
    /// Writes an item in a Region.
    pub fn put_item(&mut self, table: &GlobalTable, region: Region, item: &str, data: &[u8]) -> FlowId {
        self.start(table.put_plan(region, item, data, None))
    }

    /// Reads an item in a Region: what that Region has of it by now.
    pub fn get_item(&mut self, table: &GlobalTable, region: Region, item: &str) -> FlowId {
        let mut plan = table.items.read(region, &table.path(item));
        (plan.workload, plan.act) = (Workload::GlobalTable, Act::Read);
        self.start(plan)
    }
}
