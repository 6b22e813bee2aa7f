using System.Runtime.InteropServices;
using MlNetVad.Torch.Networks;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Tokens;

/// <summary>The frozen tokens of the training samples: last hidden states, and patch embeddings where there is a column of them.</summary>
internal sealed class SampleTokens : IDisposable
{
    private readonly PredictorOptions _network;
    private readonly TokenSpool _hidden;
    private readonly TokenSpool? _embedded;

    private SampleTokens(string? folder, PredictorColumns columns, PredictorOptions network)
    {
        _network = network;
        _hidden = new TokenSpool(folder, columns.HiddenStates(network)!);
        _embedded = columns.PatchEmbeddings(network) is { } embedded ? new TokenSpool(folder, embedded) : null;
    }

    /// <summary>An empty store, or null where the columns have no tokens.</summary>
    /// <param name="folder">Where the files go; null is the system's folder for temporary files.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="network">The network.</param>
    public static SampleTokens? For(string? folder, PredictorColumns columns, PredictorOptions network) =>
        columns.Appearance is null ? null : new SampleTokens(folder, columns, network);

    /// <summary>Bytes on disk.</summary>
    public long Bytes => _hidden.Bytes + (_embedded?.Bytes ?? 0);

    /// <summary>What the skip carries, in words, for checkpoints.</summary>
    public string Skip => _embedded is null ? "last hidden states" : "patch embeddings";

    /// <summary>Adds the tokens of the next sample.</summary>
    public void Add(PredictorRow row)
    {
        _hidden.Add(row.HiddenStates);
        _embedded?.Add(row.PatchEmbeddings);
    }

    /// <summary>The last hidden states of some samples, [B, T, 1 + P, w].</summary>
    public Tensor Hidden(ReadOnlySpan<int> samples) => Read(_hidden, samples, _network.InputFrames, 1 + _network.Patches);

    /// <summary>The patch embeddings of some samples, [B, K, P, w]; null where there are none.</summary>
    public Tensor? Embedded(ReadOnlySpan<int> samples) => _embedded is null ? null : Read(_embedded, samples, _network.SkipFrames, _network.Patches);

    /// <inheritdoc/>
    public void Dispose()
    {
        _hidden.Dispose();
        _embedded?.Dispose();
    }

    private Tensor Read(TokenSpool spool, ReadOnlySpan<int> samples, int frames, int tokens)
    {
        Tensor batch = empty([samples.Length, frames, tokens, _network.AppearanceTokenWidth], ScalarType.Float32);
        Span<float> values = MemoryMarshal.Cast<byte, float>(batch.bytes);
        for (int b = 0; b < samples.Length; b++)
        {
            spool.Read(samples[b], values.Slice(b * spool.Values, spool.Values));
        }

        return batch;
    }
}
