/** Of package.json only the version is asked for: the bundlers leave the rest out. */
declare module '*/package.json' {
  const about: { readonly version: string };
  export default about;
}
