/** Reads of paths that take a subject or a view (`reads` in feature.ts), loaded with the first. */
export const readSubject = async () => (await import('./resolve-subject')).readSubject
export const readViewed = async () => (await import('./views')).readViewed
