export const fileBytes = 1024 * 1024
export const rowsLimit = 5_000
