//! What districts call the columns that many kinds of file have, surest first, `, ` between.

pub(super) const PRODUCT: &str = "product name, product, product title, software, software name, software title, application, application name, app, \
         app name, item name, license name, tool, tool name, resource, resource name, \
         program, title, name";
pub(super) const VENDOR: &str = "vendor name, provider/company name, provider, provider name, manufacturer, \
         supplier, publisher, company name, company, developer, operator";
pub(super) const SCHOOL: &str = "school name, sch name, school code, site, site name, building, building name, \
         campus, campus name, location";
pub(super) const SCHOOLS: &str = "schools covered, school names, school name, sites, buildings, campuses, campus, \
         locations, scope";
pub(super) const GRADES: &str = "grade span, grade level, grade levels, grade band, grade range, grades served, \
         grades offered";
pub(super) const LOW: &str = "gslo, st grade, start grade, lowest grade, low grade, grade from, from grade, \
         min grade, beginning grade";
pub(super) const HIGH: &str = "gshi, end grade, highest grade, high grade, grade to, to grade, max grade, \
         ending grade";
pub(super) const REGISTRY_PRODUCT: &str = "lp id, learnplatform id, product id, external id";
pub(super) const END: &str = "expiration date, end date, expires, expires on, expiry date, expiry, expiration, \
         valid until, valid through, ends, end";
pub(super) const APPROVED_UNTIL: &str = "approved until, approved through, approval expires, expiration date, end date, \
         expires, expires on, expiry date, expiry, expiration, valid until, valid through, ends, end";
pub(super) const NOTES: &str = "notes, comment, comments, remarks";
pub(super) const BUYER: &str = "purchased by, purchaser, buyer, paid by";
