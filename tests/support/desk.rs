//! A desk with an office file of its own, at which a test types commands.
//! Nothing of the person who runs the tests reaches the program: no variable, no home.
use std::path::PathBuf;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

use super::Made;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_hallpass");

pub struct Desk {
    pub dir: TempDir,
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl Desk {
    /// A desk without an office file.
    pub fn bare() -> Desk {
        let dir = tempfile::tempdir().unwrap();
        Desk { dir }
    }

    /// A new office of Harlow County; its admin is `ada`.
    pub fn empty() -> Desk {
        Desk::copied("empty", |desk| {
            desk.ok("init --district Harlow --zone Etc/UTC");
        })
    }

    /// An office with two schools, two products, and something of every kind.
    pub fn furnished() -> Desk {
        let desk = Desk::copied("furnished", |desk| {
            desk.ok("init --district Harlow --zone Etc/UTC");
            for (kind, rows) in FURNITURE {
                desk.file(&format!("{kind}.csv"), rows);
                desk.ok(&format!("import {kind} {kind}.csv"));
            }
        });
        for (kind, rows) in FURNITURE {
            desk.file(&format!("{kind}.csv"), rows);
        }
        desk
    }

    /// The made-up district.
    pub fn demo() -> Desk {
        Desk::copied("demo", |desk| {
            desk.ok("demo --path office.db --no-open");
        })
    }

    /// The office file is made by commands once a test program, and then copied.
    pub fn copied(name: &str, make: impl FnOnce(&Desk)) -> Desk {
        static MADE: Made = Made::new();
        let desk = Desk::bare();
        MADE.copy_to(&desk.path("office.db"), name, |path| {
            let first = Desk::bare();
            make(&first);
            std::fs::copy(first.path("office.db"), path).unwrap();
        });
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Every name in the folder, in order.
    pub fn names(&self) -> Vec<String> {
        let names = std::fs::read_dir(self.dir.path()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .env_clear()
            .current_dir(self.dir.path())
            .env("HOME", self.path("home"))
            .env("HALLPASS_DB", self.path("office.db"))
            .env("HALLPASS_USER", "ada")
            .env("HALLPASS_NOW", "2026-03-10");
        command
    }

    /// A shell with the program as `$H`, for pipes and limits.
    pub fn shell(&self, script: &str) -> Said {
        let mut command = Command::new("bash");
        command
            .args(["-c", script])
            .env("H", PROGRAM)
            .current_dir(self.dir.path())
            .env("HOME", self.path("home"))
            .env("HALLPASS_DB", self.path("office.db"))
            .env("HALLPASS_USER", "ada")
            .env("HALLPASS_NOW", "2026-03-10");
        said(command.output().unwrap())
    }

    pub fn run(&self, args: &[&str]) -> Said {
        said(self.command().args(args).output().unwrap())
    }

    /// Runs a line of words that must succeed; gives what it printed.
    pub fn ok(&self, line: &str) -> String {
        let said = self.run(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(said.code, 0, "{line}: {}{}", said.out, said.err);
        said.out
    }

    /// Runs a line of words that must end with this code and leave the office file as it was.
    pub fn fails(&self, line: &str, code: i32) -> String {
        let before = std::fs::read(self.path("office.db")).ok();
        let said = self.run(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(said.code, code, "{line}: {}{}", said.out, said.err);
        assert_eq!(said.out, "", "{line}");
        let after = std::fs::read(self.path("office.db")).ok();
        assert!(before == after, "{line} changed the office file");
        said.err
    }

    pub fn json(&self, line: &str) -> Value {
        let out = self.ok(&format!("{line} --json"));
        serde_json::from_str(&out).unwrap_or_else(|why| panic!("{line}: {why}: {out}"))
    }
}

pub fn said(output: Output) -> Said {
    Said {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// The names of an object's fields, in order, one space between.
pub fn fields(object: &Value) -> String {
    let object = object.as_object().unwrap_or_else(|| panic!("{object}"));
    object.keys().cloned().collect::<Vec<_>>().join(" ")
}

const FURNITURE: [(&str, &str); 15] = [
    (
        "schools",
        "name,code,level,grades,enrollment,staff,registry_id\n\
         Lincoln ES,LIN,elementary,K-5,412,24,990001\n\
         Oak Hill MS,OAK,middle,6-8,571,40,\n",
    ),
    (
        "people",
        "login,name,email,roles,schools\n\
         nguyen,P. Nguyen,nguyen@harlow.example,renewals;technical,\n\
         reyes,A. Reyes,,helpdesk,LIN;OAK\n",
    ),
    (
        "products",
        "name,vendor,edition,function,subjects,grades,aliases,registry_id,kind,lms,url\n\
         Quill Pad,Brightwater,EDU,Writing,ELA; Art,K-8,QP; Quillpad Classic,7001,web,no,https://quill.example\n\
         Quill Pad,Brightwater,EDU,Typing,ELA; Art,K-8,QP; Quillpad Classic,7001,web,no,https://quill.example\n\
         Quill Pad,Brightwater,,Writing,,,,,,,\n\
         Numberly,Oddfellow,,Math,,3-5,,,app,no,\n",
    ),
    (
        "approvals",
        "product,status,schools,grades,audience,conditions,from,until,reason\n\
         Quill Pad EDU,conditional,LIN,3-5,staff,teacher accounts only\\; ask first; no sign-in,2025-08-01,2026-06-30,Passed\n\
         Numberly,denied,,,,,2026-01-05,,No privacy agreement\n",
    ),
    (
        "contracts",
        "product,term_end,number,vendor,bought_by,schools,term_start,auto_renew,notice,notice_basis,model,quantity,unit_price,total,fund,po,owner,escalator,\
         renew_months,notice_method,send_to,signed_on,board_approved_on,max_term_months,escalator_kind,nonappropriation,\
         early_exit,documents,parent,quote,quote_on,goal,cost_kind,min_quantity,true_up,reducible,allocation,funding,shares\n\
         Quill Pad EDU,2026-08-31,C-117,Brightwater,district,LIN;OAK,2025-09-01,yes,60 days,received,per_student,200,9.90,1980.00,Title I,PO-1,nguyen,3.5,\
         6,certified,legal@brightwater.example,2025-08-20,2025-08-12,12,fixed,yes,\
         for cause,https://files.example/117.pdf; shelf 4,,2050,2026-06-01,Typing at 20 words a minute,licence,150,no,\
         renewal_only,percent,Title I 66.67% (10-221) promise by 2026-06-30 end by 2026-09-30; PTO 33.33%,LIN 60%; OAK 10%; district 30%\n\
         Numberly,2026-12-31,,Oddfellow,OAK,,2026-01-01,no,3 months,,site,,,500,,,,,,,,,,,,,,,,,,,,,,,,\n",
    ),
    (
        "inventory",
        "school,product,seats,used,bought_by,since\n\
         LIN,Quill Pad EDU,120,90,district,2025-09-01\n\
         OAK,Numberly,30,,OAK,\n",
    ),
    (
        "usage",
        "product,from,to,school,provisioned,activated,active,peak,definition,share,engagement\n\
         Quill Pad EDU,2026-01-01,2026-01-31,LIN,120,100,90,40,signed in once,,\n\
         Quill Pad EDU,2026-02-01,2026-02-28,,,,,,,34.5,120.75\n",
    ),
    (
        "training",
        "product,school,audience,target,trained,on,hours\n\
         Quill Pad EDU,LIN,staff,24,19,2025-08-20,0.83\n",
    ),
    (
        "owners",
        "product,role,person,deputy,since,until\n\
         Quill Pad EDU,manager,nguyen,reyes,2025-07-01,\n",
    ),
    (
        "agreements",
        "vendor,kind,product,from,until,link,elements\n\
         Brightwater,NDPA,Quill Pad EDU,2025-07-01,2028-06-30,https://a.example/1,name; grade\n",
    ),
    (
        "provisioning",
        "product,school,sso,roster,filter,extension,oauth\n\
         Quill Pad EDU,LIN,on,pending,on,na,off\n\
         Numberly,all,off,,,,\n",
    ),
    (
        "devices",
        "school,device,share,os_min,until\nLIN,chromebook,70,126,2029-06-30\n",
    ),
    (
        "calendar",
        "day,kind,agenda_cutoff,note\n2026-12-21..2027-01-01,closure,,Winter break\n\
         2026-03-24,board,10,\n",
    ),
    (
        "requests",
        "product,school,requester,role,reason,grades,subject,seats,cost,fund,needed_by,asked_on,url,data,instructional\n\
         Topo Maps,LIN,J. Park,teacher,Map work,3-5,Social studies,55,1980.00,Title I,2026-04-13,2026-02-24,https://maps.example,pii,yes\n\
         Topo Maps,OAK,B. Osei,,,,,,,,,2026-02-26,,,\n\
         Stargazer,district,,,Another unit,,,,,,,,,,\n",
    ),
    (
        "compatibility",
        "product,device,result,on,note\nQuill Pad EDU,chromebook,partial,2025-08-03,no sound\n",
    ),
];
