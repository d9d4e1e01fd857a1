mod drafts;
mod index;
