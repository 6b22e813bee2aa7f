namespace TorchSharp;

/// <summary>Whether the current thread records operations.</summary>
internal sealed class GradMode : IDisposable
{
    [ThreadStatic] private static bool _disabled;
    [ThreadStatic] private static bool _inference;
    private readonly bool _previousDisabled = _disabled;
    private readonly bool _previousInference = _inference;

    internal GradMode(bool enabled, bool inference = false)
    {
        _disabled = !enabled;
        _inference |= inference;
    }

    internal static bool Enabled => !_disabled;

    internal static bool Inference => _inference;

    public void Dispose()
    {
        _disabled = _previousDisabled;
        _inference = _previousInference;
    }
}
