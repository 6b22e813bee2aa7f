using MlNetVad.Transforms;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>How long and how often a chat client is asked, and how much it may say.</summary>
/// <param name="MaximumTokens">Tokens of a caption at most, 1..4,096.</param>
/// <param name="TimeoutSeconds">Seconds one attempt may take, 0.01..3,600.</param>
/// <param name="Retries">Attempts after the first one, 0..20.</param>
/// <param name="MaximumConcurrency">Requests at the same time, 1..256.</param>
/// <param name="FirstPause">The first pause before a retry, about.</param>
internal sealed record ChatBounds(int MaximumTokens, double TimeoutSeconds, int Retries, int MaximumConcurrency, TimeSpan FirstPause)
{
    /// <summary>In words, for <c>mlnetvad inspect</c>.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("tokens", $"up to {MaximumTokens}"),
        ("patience", $"{TimeoutSeconds} s an attempt, {Retries} retries, {MaximumConcurrency} requests at once"),
    ];

    /// <summary>Whether a number is out of its range.</summary>
    /// <exception cref="VadException">It is.</exception>
    public void Check()
    {
        OptionCheck.Between(nameof(MaximumTokens), MaximumTokens, 1, 4096);
        OptionCheck.Between(nameof(TimeoutSeconds), TimeoutSeconds, 0.01, 3600);
        OptionCheck.Between(nameof(Retries), Retries, 0, 20);
        OptionCheck.Between(nameof(MaximumConcurrency), MaximumConcurrency, 1, 256);
    }
}
