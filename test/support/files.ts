import { env } from 'cloudflare:workers'

/**
 * Texts of the files below a folder of the repository, by path. Importing the files of functions/ as modules would take half a
 * minute. `latin1` has a character for each byte.
 */
export const filesIn = async (folder: string, encoding: 'utf8' | 'latin1' = 'utf8') => {
  const answer = await env.FILES.fetch(`http://files/${folder}?encoding=${encoding}`)
  return answer.json<Record<string, string>>()
}
