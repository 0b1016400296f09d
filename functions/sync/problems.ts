import { ProblemError } from '../lib/problem'

export const resync = () =>
  new ProblemError({
    status: 409,
    code: 'resync_required',
    title: 'This device has to read everything again',
    detail:
      'It was away for long, or the data was restored. Send ?full=true with remote_version 0. Nothing was changed.',
  })

export const revoked = () =>
  new ProblemError({
    status: 403,
    code: 'device_revoked',
    title: 'This device was revoked',
    detail: 'You revoked it under Settings, Synced devices. Nothing was changed.',
  })
