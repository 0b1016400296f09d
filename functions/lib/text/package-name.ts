import { z } from 'zod'

export const enterName = 'Enter the package name: 1 to 255 characters, without spaces'

/** Maximum length in code points. */
export const packageNameLimit = 255

/** Names are kept as given and compared exactly. */
export const isPackageName = (text: string) =>
  text !== '' && [...text].length <= packageNameLimit && !/[\s\p{Z}\p{Cc}]/u.test(text) && text.isWellFormed()

export const PackageName = z.string(enterName).refine(isPackageName, { error: enterName, abort: true }).meta({
  pattern: '^\\S{1,255}$',
  description: 'Up to 255 characters without white space or control characters; stored and compared exactly as sent.',
  example: 'org.mozilla.firefox',
})

export const PackageParam = z.object({ package_name: PackageName })
