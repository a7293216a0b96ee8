//! What the requester is told, as plain text for a mail.

use super::Sheet;

/// The mail for what was decided, or for where the request stands.
pub fn reply(sheet: &Sheet) -> String {
    format!(
        "{} is {}.\n",
        sheet.row.product_name,
        sheet.request.state.spoken()
    )
}
