//! Finds the columns: every field the column that fits it best, what the person told first.
//! `columns` shows it to the rest; it looks at headers only, never at a row.

use super::super::sheet::letter;
use super::super::value::day::DayOrder;
use super::super::{HeaderFit, ReadError, cut};
use super::names::{KnownNames, by_name, key, no_column, no_field, place, twin, two_of_a_name};
use super::{ImportField, ImportKind, MappedColumn, Need};

/// A field and the column it is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// The field that the column fills.
    pub field: &'static ImportField,
    /// The column's place, from 0.
    pub column: usize,
    /// The order of days the person asked for.
    pub order: Option<DayOrder>,
}

/// The whole answer for one file: which columns are read, and as what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// What the file is imported as.
    pub kind: ImportKind,
    /// Fields with a column, in the order of the kind's fields.
    pub fields: Vec<Mapped>,
    /// The file's headers.
    pub headers: Vec<String>,
}

impl Mapping {
    /// Recognises the columns; what the person told comes first and must fit.
    pub fn find(
        kind: ImportKind,
        headers: &[String],
        told: &[MappedColumn],
    ) -> Result<Mapping, ReadError> {
        let mapping = Mapping::matched(&KnownNames::of(kind), headers, told)?;
        mapping.complete()?;
        mapping.distinct(told)?;
        Ok(mapping)
    }

    /// How well a row fits as the names of the columns. A column that is told by its letter is in any row
    /// and speaks for none.
    pub fn fit(known: &KnownNames, headers: &[String], told: &[MappedColumn]) -> HeaderFit {
        let Ok(mapping) = Mapping::matched(known, headers, told) else {
            return HeaderFit::default();
        };
        let lettered = told.iter().filter(|told| {
            let named = by_name(headers, &told.column).is_some();
            !named && mapping.column(&told.field).is_some()
        });
        HeaderFit {
            complete: mapping.complete().is_ok(),
            known: mapping.fields.len().saturating_sub(lettered.count()),
        }
    }

    fn matched(
        known: &KnownNames,
        headers: &[String],
        told: &[MappedColumn],
    ) -> Result<Mapping, ReadError> {
        let kind = known.kind;
        let mut mapping = Mapping {
            kind,
            fields: Vec::new(),
            headers: headers.to_vec(),
        };
        let mut left_out = Vec::new();
        for told in told {
            let field = kind
                .field(&told.field)
                .ok_or_else(|| no_field(kind, &told.field))?;
            if mapping.column(field.name).is_some() || left_out.contains(&field.name) {
                return Err(ReadError::new(
                    format!("--map names `{}` twice", field.name),
                    "Keep one of them.",
                ));
            }
            if told.column.is_empty() {
                left_out.push(field.name);
                continue;
            }
            let column =
                place(headers, &told.column).ok_or_else(|| no_column(headers, &told.column))?;
            let order = told.order;
            mapping.fields.push(Mapped {
                field,
                column,
                order,
            });
        }
        mapping.recognise(known, &left_out);
        mapping.stand_in();
        let rank = |m: &Mapped| kind.fields().iter().position(|f| f.name == m.field.name);
        mapping.fields.sort_by_key(rank);
        Ok(mapping)
    }

    /// A column that is read has its name alone, unless the person told which one by its letter. Columns
    /// that nobody needs may be called what they like.
    fn distinct(&self, told: &[MappedColumn]) -> Result<(), ReadError> {
        for mapped in &self.fields {
            let said = told.iter().find(|t| t.field == mapped.field.name);
            let by_letter = said.is_some_and(|t| by_name(&self.headers, &t.column).is_none());
            if let (false, Some(twin)) = (by_letter, twin(&self.headers, mapped.column)) {
                let (field, name) = (mapped.field.name, &self.headers[mapped.column]);
                return Err(two_of_a_name(field, name, mapped.column, twin));
            }
        }
        Ok(())
    }

    /// Where a field is read from, if it is.
    pub fn column(&self, field: &str) -> Option<usize> {
        let mapped = self.fields.iter().find(|m| m.field.name == field)?;
        Some(mapped.column)
    }

    /// Columns that nothing is read from.
    pub fn unused(&self) -> Vec<usize> {
        let used = |at: &usize| self.fields.iter().any(|m| m.column == *at);
        (0..self.headers.len()).filter(|at| !used(at)).collect()
    }

    /// A column as a person would call it: its header, or its letter where it has none.
    pub fn column_name(&self, at: usize) -> String {
        match self.headers.get(at) {
            Some(name) if !name.is_empty() => name.clone(),
            _ => format!("column {}", letter(at)),
        }
    }

    /// Gives every free field the free column that fits it best.
    fn recognise(&mut self, known: &KnownNames, left_out: &[&str]) {
        let columns = self.headers.iter().enumerate();
        let fits = columns.flat_map(|(column, header)| {
            let fits = known.fits(header).into_iter();
            fits.map(move |(rank, order)| (rank, order, column))
        });
        let mut fits: Vec<(usize, usize, usize)> = fits.collect();
        fits.sort_unstable();
        for (_, order, column) in fits {
            let field = &self.kind.fields()[order];
            let taken = left_out.contains(&field.name)
                || self
                    .fields
                    .iter()
                    .any(|m| m.column == column || m.field == field);
            if !taken {
                self.fields.push(Mapped {
                    field,
                    column,
                    order: None,
                });
            }
        }
    }

    /// A single day stands for both ends of a span.
    fn stand_in(&mut self) {
        for field in self.kind.fields() {
            let Need::SameDayAs(other, names) = field.need else {
                continue;
            };
            let from = self.fields.iter().find(|m| m.field.name == other).cloned();
            if let (None, Some(from)) = (self.column(field.name), from)
                && names
                    .split(", ")
                    .any(|n| key(n) == key(&self.headers[from.column]))
            {
                self.fields.push(Mapped { field, ..from });
            }
        }
    }

    fn complete(&self) -> Result<(), ReadError> {
        let missing = |field: &&ImportField| {
            self.column(field.name).is_none()
                && match field.need {
                    Need::Required | Need::SameDayAs(..) => true,
                    Need::Optional => false,
                    Need::Unless(other) => self.column(other).is_none(),
                }
        };
        let missing: Vec<&str> = self
            .kind
            .fields()
            .iter()
            .filter(missing)
            .map(|f| f.name)
            .collect();
        let Some(first) = missing.first() else {
            return Ok(());
        };
        let columns: Vec<String> = (0..self.headers.len())
            .map(|at| self.column_name(at))
            .collect();
        Err(ReadError::by_option(
            format!(
                "no column for `{}` was recognised; the file has: {}",
                missing.join("`, `"),
                cut(&columns.join(", "), 300)
            ),
            format!(
                "Say which column it is: --map \"{first}=COLUMN\", or in which row the names are: --header ROW. \
                 hallpass import {} --template shows an example.",
                self.kind.name()
            ),
        ))
    }

    /// One line a field: field, column, a value from the file.
    pub fn describe(&self, samples: &[String]) -> String {
        let rows: Vec<[String; 3]> = self
            .fields
            .iter()
            .map(|m| {
                let sample = samples.get(m.column).map_or("", String::as_str);
                [
                    m.field.name.to_owned(),
                    cut(&self.column_name(m.column), 30),
                    cut(sample, 30),
                ]
            })
            .collect();
        let width = |at: usize| {
            rows.iter()
                .map(|r| r[at].chars().count())
                .max()
                .unwrap_or(0)
        };
        let (first, second) = (width(0), width(1));
        let mut out = String::new();
        for [field, column, sample] in &rows {
            out += format!("{field:first$}  <-  {column:second$}  {sample}").trim_end();
            out.push('\n');
        }
        out
    }

    /// Which columns are not read; none where all are.
    pub fn not_read(&self) -> Option<String> {
        let unused = self.unused().into_iter();
        let unused: Vec<String> = unused.map(|at| self.column_name(at)).collect();
        (!unused.is_empty()).then(|| format!("not read: {}", cut(&unused.join(", "), 300)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    fn mapped(kind: ImportKind, columns: &str, told: &[&str]) -> String {
        let told: Vec<MappedColumn> = told
            .iter()
            .map(|t| MappedColumn::parse(t).unwrap())
            .collect();
        let mapping = Mapping::find(kind, &headers(columns), &told).unwrap();
        let pair = |m: &Mapped| format!("{}={}", m.field.name, mapping.headers[m.column]);
        mapping
            .fields
            .iter()
            .map(pair)
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn refused(kind: ImportKind, columns: &str, told: &[&str]) -> ReadError {
        let told: Vec<MappedColumn> = told
            .iter()
            .map(|t| MappedColumn::parse(t).unwrap())
            .collect();
        Mapping::find(kind, &headers(columns), &told).unwrap_err()
    }

    #[test]
    fn columns_are_recognised_by_meaning() {
        for (kind, columns, fields) in [
            (
                ImportKind::Products,
                "Product,Vendor,Product Type",
                "name=Product vendor=Vendor kind=Product Type",
            ),
            (
                ImportKind::Schools,
                "OBJECTID,SCHOOL,NAME,GRADE,PRJ_ENRLLMNT",
                "name=NAME grades=GRADE enrollment=PRJ_ENRLLMNT",
            ),
            (
                ImportKind::Schools,
                "NCESSCH,SCH_NAME,GSLO,GSHI,SCHOOL_LEVEL,STATUS,SY_STATUS_TEXT,PK,TOTAL,MEMBER,FTE",
                "name=SCH_NAME level=SCHOOL_LEVEL grade_low=GSLO grade_high=GSHI enrollment=MEMBER staff=FTE open=SY_STATUS_TEXT registry_id=NCESSCH",
            ),
            (
                ImportKind::Schools,
                "NCESID,NAME,TYPE,STATUS,LEVEL_,ENROLLMENT,ST_GRADE,END_GRADE,FT_TEACHERS",
                "name=NAME level=LEVEL_ grade_low=ST_GRADE grade_high=END_GRADE enrollment=ENROLLMENT staff=FT_TEACHERS open=STATUS registry_id=NCESID org_type=TYPE",
            ),
            (
                ImportKind::Products,
                "LP ID,URL,Product Name,Provider/Company Name,Sector(s),Primary Essential Function",
                "name=Product Name vendor=Provider/Company Name url=URL function=Primary Essential Function registry_id=LP ID",
            ),
            (
                ImportKind::Contracts,
                "Full Name,Item name,manufacturer,purchase date,purchase cost,purchase order,order number,expiration date,seats,company,supplier",
                "product=Item name term_end=expiration date vendor=manufacturer term_start=purchase date quantity=seats total=purchase cost po=purchase order",
            ),
            (
                ImportKind::Usage,
                "time,lp_id,pct_access,engagement_index",
                "registry_id=lp_id from=time to=time share=pct_access engagement=engagement_index",
            ),
            (
                ImportKind::Inventory,
                "School Name,Software,Licenses (2026),In Use",
                "school=School Name product=Software seats=Licenses (2026) used=In Use",
            ),
        ] {
            assert_eq!(mapped(kind, columns, &[]), fields, "{columns}");
        }
    }

    #[test]
    fn what_the_person_tells_comes_first() {
        let columns = "Site,NAME,School,x";
        assert_eq!(
            mapped(ImportKind::Schools, columns, &["name=School"]),
            "name=School"
        );
        assert_eq!(
            mapped(ImportKind::Schools, columns, &["name=c", "code=D"]),
            "name=School code=x"
        );
        assert_eq!(
            mapped(ImportKind::Schools, "NAME,status", &["open="]),
            "name=NAME"
        );
        let mapping = Mapping::find(
            ImportKind::Contracts,
            &headers("product,term end"),
            &[MappedColumn::parse("term_end=Term End:dmy").unwrap()],
        );
        assert_eq!(mapping.unwrap().fields[1].order, Some(DayOrder::DayFirst));
    }

    #[test]
    fn two_columns_of_one_name_matter_only_where_one_is_read() {
        assert_eq!(mapped(ImportKind::Schools, "NAME,x,x", &[]), "name=NAME");
        let error = refused(ImportKind::Schools, "NAME,Grades,Grades", &[]);
        assert_eq!(error.what, "two columns are named `Grades` (B and C)");
        assert!(error.hint.contains("--map \"grades=C\""), "{}", error.hint);
        let told = [MappedColumn::parse("grades=column c").unwrap()];
        let mapping = Mapping::find(ImportKind::Schools, &headers("NAME,Grades,Grades"), &told);
        assert_eq!(mapping.unwrap().column("grades"), Some(2));
        refused(
            ImportKind::Schools,
            "NAME,Grades,Grades",
            &["grades=Grades"],
        );
    }

    #[test]
    fn a_row_fits_by_the_names_that_are_known() {
        let fit = |columns: &str, told: &[&str]| {
            let told: Vec<MappedColumn> = told
                .iter()
                .map(|t| MappedColumn::parse(t).unwrap())
                .collect();
            let fit = Mapping::fit(
                &KnownNames::of(ImportKind::Contracts),
                &headers(columns),
                &told,
            );
            (fit.complete, fit.known)
        };
        assert_eq!(fit("Product,Vendor,Ends,x", &[]), (true, 3));
        assert_eq!(fit("Product,Vendor", &[]), (false, 2));
        assert_eq!(
            fit("Software list 2026,", &["product=A", "term_end=B"]),
            (true, 0)
        );
        assert_eq!(
            fit("Soft,Until", &["product=Soft", "term_end=Until"]),
            (true, 2)
        );
        assert_eq!(fit("Quillbarrow,2027-06-30", &["product=Soft"]), (false, 0));
    }

    #[test]
    fn what_does_not_fit_is_refused_with_the_nearest_name() {
        let error = refused(ImportKind::Schools, "NAME,Enrolment", &["enrolment=NAME"]);
        assert!(error.what.contains("did you mean `enrollment`?"), "{error}");
        let error = refused(
            ImportKind::Schools,
            "NAME,Pupils on roll",
            &["enrollment=Pupils on rol"],
        );
        assert!(
            error.what.contains("did you mean `Pupils on roll`?"),
            "{error}"
        );
        let error = refused(ImportKind::Inventory, "a,b", &[]);
        assert_eq!(
            error.what,
            "no column for `school`, `product` was recognised; the file has: a, b"
        );
        assert!(error.hint.contains("--map \"school=COLUMN\""));
        assert!(
            refused(ImportKind::Usage, "start,product", &[])
                .what
                .contains("`to`")
        );
        assert!(
            refused(ImportKind::Usage, "date,count", &[])
                .what
                .contains("`product`")
        );
        assert!(
            refused(ImportKind::Schools, "a,b", &["name=a", "name=b"])
                .what
                .contains("twice")
        );
        assert!(MappedColumn::parse("name").is_err());
    }

    #[test]
    fn the_mapping_can_be_shown() {
        let mapping =
            Mapping::find(ImportKind::Schools, &headers("NAME,,Grades,zip"), &[]).unwrap();
        let samples = headers("Lincoln,,K-5,98107");
        assert_eq!(
            mapping.describe(&samples),
            "name    <-  NAME    Lincoln\ngrades  <-  Grades  K-5\n"
        );
        assert_eq!(
            mapping.not_read().as_deref(),
            Some("not read: column B, zip")
        );
        let whole = Mapping::find(ImportKind::Schools, &headers("NAME"), &[]).unwrap();
        assert_eq!(whole.not_read(), None);
    }

    #[test]
    fn no_kind_has_two_fields_of_one_name_and_every_name_finds_itself() {
        for kind in ImportKind::ALL {
            assert_eq!(ImportKind::named(kind.name()), Some(kind));
            let names: Vec<String> = kind.fields().iter().map(|f| f.name.to_owned()).collect();
            let mapping = Mapping::find(kind, &names, &[]).unwrap();
            for (at, name) in names.iter().enumerate() {
                assert_eq!(mapping.column(name), Some(at), "{kind} {name}");
            }
        }
    }
}
