//! What is decided of a gap on the screens, by the same deeds as the commands.

use crate::office::deed::standards::StandardDeed;
use crate::office::lists::gaps::route_page;
use crate::office::receipt::Receipt;
use crate::office::{Error, Office, export};

impl Office {
    /// Carries out a deed about a standard.
    pub(in crate::office) fn standard_deed(
        &mut self,
        deed: &StandardDeed,
    ) -> Result<Receipt, Error> {
        match deed {
            StandardDeed::Verify {
                product,
                code,
                proof,
            } => self.verify_standards(*product, std::slice::from_ref(code), proof),
            StandardDeed::Reject {
                product,
                code,
                module,
                reason,
            } => self.reject_standards(
                *product,
                std::slice::from_ref(code),
                (module.as_deref(), reason),
            ),
            StandardDeed::Hand {
                product,
                code,
                module,
                to,
            } => self.hand_standards(
                *product,
                std::slice::from_ref(code),
                (module.as_deref(), to.as_deref()),
            ),
            StandardDeed::Waive { code, reason } => self.waive_standard(code, reason),
            StandardDeed::Route {
                code,
                school,
                grade,
                product,
            } => {
                let sheet = self.route(code, *school, Some(*grade))?;
                let sheet = sheet.ok_or_else(|| Error::Missing {
                    what: format!("standard `{code}`"),
                })?;
                let receipt = self.use_route(&sheet, *product)?;
                // Over SSH no file of the host is written.
                let directory = self.exports.clone().filter(|_| self.stamp().key.is_none());
                let Some(directory) = directory else {
                    return Ok(receipt);
                };
                let page = route_page(&sheet, &self.viewer()).markdown();
                let name = format!("route {}", sheet.title());
                let path = export::write_text(&directory, &name, "md", &page, &self.stamp())
                    .map_err(|error| export::refused(&directory, &error))?;
                Ok(receipt.then(format!(" The sheet is {}.", path.display())))
            }
        }
    }
}
