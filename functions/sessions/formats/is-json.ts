/** True for a text that begins as JSON does. */
export const isJson = (text: string) => /^\uFEFF?\s*[[{]/.test(text)
