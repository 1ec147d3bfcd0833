//! `aws kms …`: a request as the command line that makes it.
