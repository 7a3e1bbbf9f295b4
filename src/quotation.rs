//! quotation
