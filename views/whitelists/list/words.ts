export const allowedWord = (isAllowed: boolean) => (isAllowed ? 'Allowed' : 'Blocked')

export const filterNames = {
  all: 'All',
  allowed: 'Allowed',
  blocked: 'Blocked',
  admin: 'Set by an admin',
  never: 'Never used',
  unlisted: 'Used but unlisted',
} as const
