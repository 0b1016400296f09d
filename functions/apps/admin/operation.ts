import { operation } from '../../lib/api/describe'

type AdminOperation = Omit<Parameters<typeof operation>[0], 'tag'>

/** Describes a route for the OpenAPI document that only admins may call. */
export const adminOperation = (described: AdminOperation) =>
  operation({
    ...described,
    tag: 'Admin',
    errors: {
      403: 'The caller isn’t an admin (`admins_only`), a personal token lacks `read` or `write` (both are needed), or one of the general reasons applies.',
      ...described.errors,
    },
  })
