mod drafts;
mod index;
mod versions;
