using System.Diagnostics;
using System.Globalization;

namespace MlNetVad.Fuzz;

/// <summary>Starts children, ends those that hang, and counts.</summary>
internal sealed class Parent(int seed, int count, DateTime stop)
{
    private const string MemoryLimit = "0x60000000";   // of managed memory, 1.5 GiB: an input of kilobytes needs none of it
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private readonly SortedDictionary<string, (int Read, int Refused)> _outcomes = [];
    private readonly List<string> _findings = [];
    private int _next;
    private string _input = "";

    /// <summary>Runs all inputs, or those that there is time for.</summary>
    /// <returns>The exit code: 1 where an input did harm, or none was run.</returns>
    public int Run()
    {
        string work = Directory.CreateTempSubdirectory("mlnetvad-fuzz-").FullName;
        try
        {
            while (_next < count && DateTime.UtcNow < stop)
            {
                Seeds.Write(work);
                Follow(work);
            }
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }

        foreach ((string reader, (int read, int refused)) in _outcomes)
        {
            Console.WriteLine($"{reader,-12} {read,6} read {refused,6} refused");
        }

        _findings.ForEach(Console.WriteLine);
        Console.WriteLine($"seed {seed}: {_next} inputs, {_findings.Count} findings");
        return _findings.Count == 0 && _next > 0 ? 0 : 1;
    }

    private void Follow(string work)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [
            .. Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [typeof(Parent).Assembly.Location] : Array.Empty<string>(),
            "child", work, .. new[] { seed, _next, count }.Select(n => n.ToString(CultureInfo.InvariantCulture))])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = MemoryLimit;
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        bool running = false;
        while (true)
        {
            Task<string?> line = child.StandardOutput.ReadLineAsync();
            if (!line.Wait(TimeLimit))
            {
                child.Kill(entireProcessTree: true);
                Found($"took more than {TimeLimit.TotalSeconds} s");
                return;
            }

            if (line.Result is not { } said)
            {
                break;
            }

            running = Note(said, running);
            if (!running && DateTime.UtcNow > stop)
            {
                child.Kill(entireProcessTree: true);
                return;
            }
        }

        child.WaitForExit();
        if (child.ExitCode != 0)
        {
            Found($"ended the process with {child.ExitCode}: {errors.Result.ReplaceLineEndings(" | ")}");
        }
    }

    // an input's number and reader, then how it went
    private bool Note(string said, bool running)
    {
        if (said.StartsWith(Child.Finding, StringComparison.Ordinal))
        {
            Found(said);
            return false;
        }

        if (!running)
        {
            _input = said;
            _next = int.Parse(said.AsSpan(0, said.IndexOf(' ')), CultureInfo.InvariantCulture) + 1;
            return true;
        }

        string reader = _input[(_input.IndexOf(' ') + 1)..];
        (int read, int refused) = _outcomes.GetValueOrDefault(reader);
        _outcomes[reader] = said == "read" ? (read + 1, refused) : (read, refused + 1);
        return false;
    }

    private void Found(string what)
    {
        _findings.Add($"input {_input}: {what}");
        Console.WriteLine(_findings[^1]);
    }
}
