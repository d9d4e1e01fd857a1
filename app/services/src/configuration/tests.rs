use std::path::Path;

use super::Configuration;

#[test]
fn probe() {
    let dir = std::env::var("PROBE").unwrap_or_default();
    match Configuration::read(Path::new(&dir)) {
        Ok(configuration) => println!("ok {} warnings", configuration.warnings.len()),
        Err(faults) => faults.iter().for_each(|fault| println!("{fault}")),
    }
}
