using Microsoft.ML.OnnxRuntime;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>Answers a prompt, always with the likeliest token. Holds the decoder's state: one instance a describer.</summary>
internal sealed class GreedyDecoding(VisionLanguageModel model) : IDisposable
{
    private readonly DecoderState _state = new();
    private readonly HashSet<int> _stops = [.. model.Setup.Words.StopTokens.Select(t => model.Setup.Words.SpecialTokens[t])];
    private readonly int _longest = model.Setup.Words.MaximumNewTokens;

    /// <summary>Answers.</summary>
    /// <param name="prompt">Its ids, [t].</param>
    /// <param name="features">What replaces its image tokens.</param>
    /// <param name="cancellationToken">Looked at between tokens.</param>
    /// <returns>The answer's ids, without the token that ended it.</returns>
    /// <exception cref="VadException">A network refuses its input.</exception>
    public List<int> Answer(long[] prompt, ImageFeatures features, CancellationToken cancellationToken)
    {
        var answer = new List<int>();
        try
        {
            for (int next = Read(prompt, features); !_stops.Contains(next); next = Continue(prompt, features, answer))
            {
                answer.Add(next);
                cancellationToken.ThrowIfCancellationRequested();
                if (answer.Count == _longest)
                {
                    break;
                }
            }

            return answer;
        }
        finally
        {
            _state.Clear();
        }
    }

    public void Dispose() => _state.Dispose();

    private int Continue(long[] prompt, ImageFeatures features, List<int> answer) => model.Decoder.UsesCache
        ? Read([answer[^1]], features: null)
        : Read([.. prompt, .. answer.Select(id => (long)id)], features);

    private int Read(long[] ids, ImageFeatures? features)
    {
        using IDisposableReadOnlyCollection<OrtValue> embedded = model.Embedding.Embed(ids, features);
        return model.Decoder.Next(embedded[0], ids.Length, _state);
    }
}
