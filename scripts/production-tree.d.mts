/** The packages below some folders' dependencies, and the scripts that an installation would run. */
export function productionTree(folders: readonly string[]): { id: string; installScripts: string[] }[];
