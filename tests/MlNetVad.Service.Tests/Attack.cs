namespace MlNetVad.Service.Tests;

/// <summary>One request that must not get what it asks for, or a control that must.</summary>
/// <param name="Kind">What it tries.</param>
/// <param name="As">Who sends it: nobody, a role's key, or an administrator's cookie.</param>
/// <param name="Method">GET, POST, …</param>
/// <param name="Path">With {camera}, {push} and {event} for what there is.</param>
/// <param name="Expected">The status that it gets.</param>
/// <param name="Says">What is in it, in words; empty for nothing.</param>
/// <param name="Body">What is in it.</param>
/// <param name="Header">A header, as name: value.</param>
internal sealed record Attack(string Kind, string As, string Method, string Path, int Expected, string Says = "", Func<HttpContent>? Body = null, string? Header = null)
{
    /// <summary>The line of docs/service.md.</summary>
    public string Row => $"| {Kind} | {As} | `{Method} {Path}`{(Says.Length > 0 ? $" {Says}" : "")} | {Expected} |";
}
