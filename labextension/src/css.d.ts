/** Style sheets imported as text (by the standalone build only). */
declare module '*.css' {
  const text: string;
  export default text;
}
