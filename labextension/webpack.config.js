module.exports = {
  // Names instead of numbers: by default the bundle's hash depends on the folder it is built in.
  optimization: { moduleIds: 'named', chunkIds: 'named' },
  module: { rules: [{ resourceQuery: /raw/, type: 'asset/source' }] },
};
