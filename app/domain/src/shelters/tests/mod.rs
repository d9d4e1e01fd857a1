mod bed;
mod placement;
mod typed;
