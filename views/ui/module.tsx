import manifest from '../../public/assets/manifest.json'

/** Hashed file names by plain names (scripts/build.ts). */
export const assets: Partial<Record<string, string>> = manifest

/** A script of few pages beside `app.js`. Being a module, it runs once however often a swap brings it. */
export const Module = ({ name }: { name: string }) => <script type="module" src={assets[`${name}.js`]} />
