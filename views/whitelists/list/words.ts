export const allowedWord = (isAllowed: boolean) => (isAllowed ? 'Allowed' : 'Blocked')

/** What the list can be narrowed to. */
export const filterNames = {
  all: 'All',
  allowed: 'Allowed',
  blocked: 'Blocked',
  admin: 'Set by an admin',
  never: 'Never used',
  unlisted: 'Used but unlisted',
} as const
