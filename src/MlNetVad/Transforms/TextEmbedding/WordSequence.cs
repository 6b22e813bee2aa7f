using System.Globalization;
using System.Text;

namespace MlNetVad.Transforms.TextEmbedding;

/// <summary>
/// The words of a text, lower-cased, as UTF-8 with one space between words, so that an n-gram is one run of bytes. A word is a
/// run of letters, marks and digits of any script; an ideograph is a word of its own. A new line ends a sentence, and so does
/// a full stop, question or exclamation mark that no letter or digit follows. Holds its buffers: one instance a kernel.
/// </summary>
internal sealed class WordSequence
{
    private readonly List<Word> _words = [];
    private byte[] _bytes = [];
    private int _length;

    /// <summary>Words found.</summary>
    public int Count => _words.Count;

    /// <summary>Takes a text.</summary>
    public void Load(ReadOnlySpan<char> text)
    {
        _words.Clear();
        _length = 0;
        if (_bytes.Length < 5 * text.Length)   // a char is at most 3 bytes, a lower-cased one perhaps another 3, and a space
        {
            _bytes = new byte[8 * text.Length];
        }

        int sentence = 0;
        bool inWord = false;
        bool sentenceMayEnd = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isWord = IsWordPart(rune);
            if (!isWord)
            {
                sentence += sentenceMayEnd || EndsSentence(rune) ? 1 : 0;
                sentenceMayEnd = rune.Value is '.' or '!' or '?';
                inWord = false;
                continue;
            }

            sentenceMayEnd = false;
            bool isIdeograph = IsIdeograph(rune.Value);
            if (!inWord || isIdeograph)
            {
                Begin(sentence);
            }

            _length += Rune.ToLowerInvariant(rune).EncodeToUtf8(_bytes.AsSpan(_length));
            _words[^1] = _words[^1] with { End = _length };
            inWord = !isIdeograph;
        }
    }

    /// <summary>The UTF-8 of the words from one on, or nothing where they would run over the end of a sentence.</summary>
    /// <param name="first">The first word's index.</param>
    /// <param name="count">How many words, at least 1.</param>
    public ReadOnlySpan<byte> Ngram(int first, int count)
    {
        int last = first + count - 1;
        return last < _words.Count && _words[last].Sentence == _words[first].Sentence
            ? _bytes.AsSpan(_words[first].Start.._words[last].End)
            : [];
    }

    private void Begin(int sentence)
    {
        if (_length > 0)
        {
            _bytes[_length++] = (byte)' ';
        }

        _words.Add(new Word(_length, _length, sentence));
    }

    private static bool IsWordPart(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool EndsSentence(Rune rune) => rune.Value is '…' or '。' or '！' or '？' or '\n';

    /// <summary>Han and Hiragana, which write no spaces between words.</summary>
    private static bool IsIdeograph(int value) => value is (>= 0x3040 and <= 0x309F) or (>= 0x3400 and <= 0x9FFF) or (>= 0x20000 and <= 0x3FFFF);

    private readonly record struct Word(int Start, int End, int Sentence);
}
