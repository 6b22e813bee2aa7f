namespace MlNetVad.Fuzz;

/// <summary>The process that reads damaged files. It says a line before and after each, so that its parent knows where it died.</summary>
internal static class Child
{
    /// <summary>What stands in front of a finding.</summary>
    public const string Finding = "FOUND";

    /// <summary>Reads inputs from <paramref name="first"/> on.</summary>
    /// <param name="work">Holds the whole files; each is put back after it was read damaged.</param>
    /// <param name="seed">Decides all inputs.</param>
    /// <param name="first">The first input.</param>
    /// <param name="end">The input after the last.</param>
    public static int Run(string work, int seed, int first, int end)
    {
        foreach (Reader reader in Reader.All)
        {
            reader.Read(work);   // whole files are read, or nothing is learned from damaged ones
        }

        for (int i = first; i < end; i++)
        {
            Reader reader = Reader.All[i % Reader.All.Count];
            Say($"{i} {reader.Name}");
            string path = Path.Combine(work, reader.Path);
            byte[] whole = File.ReadAllBytes(path);
            File.WriteAllBytes(path, Mutation.Of(whole, new Random(HashCode(seed, i))));
            HashSet<string> before = Files(work);
            try
            {
                reader.Read(work);
                Say("read");
            }
            catch (Exception e) when (Sentence(e) is { } sentence)
            {
                Say(sentence.Contains('\n') ? $"{Finding} a sentence of several lines: {Line(sentence)}" : $"refused {sentence}");
            }
            catch (Exception e)
            {
                Say($"{Finding} {e.GetType().Name}: {Line(e.ToString())}");
            }

            if (!before.SetEquals(Files(work)))
            {
                Say($"{Finding} files left behind: {string.Join(", ", Files(work).Except(before))}");
            }

            File.WriteAllBytes(path, whole);
        }

        return 0;
    }

    // the same in every process, unlike string hashes and HashCode
    private static int HashCode(int seed, int input) => unchecked((seed * 1_000_003) + (input * 7919));

    private static string? Sentence(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is VadException known)
            {
                return known.Message;
            }
        }

        return null;
    }

    private static HashSet<string> Files(string work) => [.. Directory.EnumerateFiles(work, "*", SearchOption.AllDirectories)];

    private static string Line(string text) => text.ReplaceLineEndings(" | ");

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
