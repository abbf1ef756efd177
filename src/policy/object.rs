//! Lists the properties that the objects of every cmdlet carry.

/// What every object of the directory carries and what says nothing about mail.
pub const DIRECTORY: &[&str] = &[
    "Description",
    "DistinguishedName",
    "ExchangeObjectId",
    "ExchangeVersion",
    "ExternalDirectoryObjectId",
    "ExternalDirectoryOrganizationId",
    "Guid",
    "Id",
    "Identity",
    "ImmutableId",
    "IsValid",
    "ObjectCategory",
    "ObjectClass",
    "ObjectState",
    "OrganizationId",
    "OrganizationalUnitRoot",
    "OriginatingServer",
    "PSComputerName",
    "PSShowComputerName",
    "RecipientType",
    "RecipientTypeDetails",
    "RunspaceId",
    "WhenChanged",
    "WhenChangedUTC",
    "WhenCreated",
    "WhenCreatedUTC",
];

/// What objects carry beside that, and what changes nothing here.
pub(super) const NAMES: &[&str] = &[
    "AdminDisplayName",
    "Alias",
    "Comment",
    "DisplayName",
    "IsDefault",
    "Name",
];
