/** Style sheets imported as text (by the standalone build only). */
declare module '*.css' {
  const text: string;
  export default text;
}

/** A file imported as the text that it is. */
declare module '*?raw' {
  const text: string;
  export default text;
}
