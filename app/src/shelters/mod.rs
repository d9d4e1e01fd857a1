//! Shelters: the city's beds, the board of a shelter, and a place for a household.

mod bed_fields;
mod bed_panel;
mod live;
mod page_arrange;
mod page_board;
mod page_list;
mod page_occupancy;
mod page_place;
mod page_print;
mod parts;
pub(crate) mod server_fn;
mod words;

pub(crate) use page_arrange::arrange_page;
pub(crate) use page_board::board_page;
pub(crate) use page_list::list_page;
pub(crate) use page_occupancy::occupancy_page;
pub(crate) use page_place::place_page;
pub(crate) use page_print::print_page;
